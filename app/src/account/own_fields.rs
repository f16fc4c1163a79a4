//! Name, address and password on a person's own page: three forms, each with fields of names that the others do not have.

use leptos::prelude::*;
use model::email::EmailAddress;

use super::fields::{NameField, NewPasswordField};
use crate::form::FormState;
use crate::kit::{Badge, Button, Glyph, Notice, PasswordField, TextField, Tone};
use crate::text::use_text;

/// A section with its heading, and a form of which the page says what is wrong as a whole.
#[component]
fn OwnForm(
    id: &'static str,
    title: &'static str,
    action: &'static str,
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    view! {
        <h2 class="section__title" id=id>{title}</h2>
        <form class="form" method="post" action=action aria-labelledby=id on:submit=move |_| busy.set(true)>
            {children()}
            <div class="own__submit">
                <Button kind="submit" busy>{label}</Button>
            </div>
        </form>
    }
}

/// The person's name.
#[component]
pub fn NameSection(
    /// As it is.
    name: String,
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    let t = use_text();
    let mut state = state;
    state.values.entry("name".to_owned()).or_insert(name);
    view! {
        <section class="own">
            <OwnForm id="own-name" title=t.own_name() action="/account/name" label=t.own_name_save()>
                <NameField state />
            </OwnForm>
        </section>
    }
}

/// The account's address, whether it is confirmed, and another one.
#[component]
pub fn EmailSection(
    /// As it is.
    email: String,
    /// Whether it is confirmed.
    email_verified: bool,
    /// The one that it shall be.
    asked_email: Option<String>,
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    let t = use_text();
    let badge = if email_verified {
        view! { <Badge tone=Tone::Success>{t.own_email_verified()}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warning>{t.own_email_unverified()}</Badge> }.into_any()
    };
    let resend = (!email_verified).then(|| {
        view! {
            <form method="post" action="/verify-email">
                <input type="hidden" name="from" value="account" />
                <Button kind="submit" small=true icon=Glyph::Mail>{t.verify_resend()}</Button>
            </form>
        }
    });
    let asked = asked_email.map(|asked| view! { <Notice>{t.own_email_waiting(&asked)}</Notice> });
    view! {
        <section class="own">
            <OwnForm id="own-email" title=t.email() action="/account/email" label=t.own_email_ask()>
                <p class="own__present"><bdi>{email}</bdi> " " {badge}</p>
                {asked}
                <TextField
                    name="new_email"
                    label=t.own_email_new()
                    kind="email"
                    autocomplete="email"
                    required=true
                    maxlength=EmailAddress::MAX
                    initial=state.value("new_email")
                    error=state.field_error("new_email")
                />
                <PresentPassword name="email_password" state />
            </OwnForm>
            {resend}
        </section>
    }
}

/// Another password.
#[component]
pub fn PasswordSection(
    /// The account's address, by which password managers know whose password it is.
    email: String,
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    let t = use_text();
    view! {
        <section class="own">
            <OwnForm id="own-password" title=t.password() action="/account/password" label=t.own_password_change()>
                <input type="text" hidden=true autocomplete="username" value=email />
                <PresentPassword name="current_password" state=state.clone() />
                <NewPasswordField state label=t.new_password() />
                <p class="muted">{t.own_password_text()}</p>
            </OwnForm>
        </section>
    }
}

/// The password that the account has: whoever finds an open page does not know it.
#[component]
fn PresentPassword(name: &'static str, state: FormState) -> impl IntoView {
    let t = use_text();
    view! {
        <PasswordField
            name=name
            label=t.own_password_present()
            autocomplete="current-password"
            show_label=t.password_show()
            hide_label=t.password_hide()
            required=true
            error=state.field_error(name)
        />
    }
}

texts! {
    own_name { en: "Name", de: "Name", ar: "الاسم" }
    own_name_save { en: "Change name", de: "Namen ändern", ar: "تغيير الاسم" }
    own_email_verified { en: "Confirmed", de: "Bestätigt", ar: "مؤكَّد" }
    own_email_unverified { en: "Not confirmed", de: "Nicht bestätigt", ar: "غير مؤكَّد" }
    own_email_new { en: "New e-mail address", de: "Neue E-Mail-Adresse", ar: "عنوان البريد الجديد" }
    own_email_ask { en: "Change address", de: "Adresse ändern", ar: "تغيير العنوان" }
    own_email_waiting(email: &str) {
        en: "Open the link that we sent to {email}. Until then the present address stays.",
        de: "Öffnen Sie den Link, den wir an {email} geschickt haben. Bis dahin bleibt die jetzige Adresse.",
        ar: "افتح الرابط الذي أرسلناه إلى {email}. وحتى ذلك الحين يبقى العنوان الحالي."
    }
    own_password_present { en: "Present password", de: "Jetziges Passwort", ar: "كلمة المرور الحالية" }
    own_password_change { en: "Change password", de: "Passwort ändern", ar: "تغيير كلمة المرور" }
    own_password_text {
        en: "You stay signed in here, and are signed out everywhere else.",
        de: "Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.",
        ar: "تبقى مسجّل الدخول هنا، وتُنهى جلساتك في كل مكان آخر."
    }
}
