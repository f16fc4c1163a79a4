//! `/account`: who one is on this platform, the way in, and where one is signed in.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::AppError;
use model::account::AccountView;

use super::api::show_account;
use super::card::AccountCard;
use super::own_fields::{EmailSection, NameSection, PasswordSection};
use super::sessions::SessionsSection;
use super::sign_out::SignOutForm;
use crate::form::{FormState, use_form_state};
use crate::kit::{Button, ButtonVariant, FormError, Glyph, LinkButton, Notice, Tone};
use crate::load::Failure;
use crate::platform;
use crate::preferences::PreferencesForm;
use crate::text::{Text, use_text};

/// A person's own account. Each section is a form of its own.
#[component]
pub fn AccountPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    let account = Resource::new_blocking(|| (), |()| show_account());
    let query = use_query_map();
    let done = query.with_untracked(|query| DONE.iter().find(|(name, _)| query.get(name).is_some()));
    let draw = move || {
        Suspend::new(async move {
            let state = form.await;
            match account.await {
                Ok(view) => {
                    // No link is sent to who has opened the one before meanwhile.
                    let is_true = |name: &'static str| name != "sent" || !view.email_verified;
                    let done = done.filter(|done| state.error.is_none() && is_true(done.0));
                    let done = done.map(|(_, sentence)| sentence(t));
                    view! { <Account view state done /> }.into_any()
                }
                Err(AppError::Unauthenticated) => view! { <Redirect path="/sign-in?next=/account" /> }.into_any(),
                Err(error) => {
                    platform::answer_with(&error);
                    view! { <Failure error on_retry=move || account.refetch() /> }.into_any()
                }
            }
        })
    };
    view! {
        <AccountCard title=t.account_title() wide=true own_preferences=true>
            <Suspense>{draw}</Suspense>
        </AccountCard>
    }
}

/// A text that is chosen when the language is known.
type Sentence = fn(Text) -> &'static str;

/// What the page says after a form has worked: it leads here with this in the address.
const DONE: &[(&str, Sentence)] = &[
    ("renamed", Text::account_renamed),
    ("password-changed", Text::account_password_changed),
    ("email-asked", Text::account_email_asked),
    ("email-changed", Text::account_email_changed),
    ("session-ended", Text::account_session_ended),
    ("sessions-ended", Text::account_sessions_ended),
    ("sent", Text::account_verification_sent),
];

#[component]
fn Account(view: AccountView, state: FormState, done: Option<&'static str>) -> impl IntoView {
    let t = use_text();
    let AccountView { name, email, email_verified, asked_email, sessions } = view;
    view! {
        <FormError message=state.form_error() />
        {done.map(|sentence| view! { <Notice tone=Tone::Success>{sentence}</Notice> })}
        <NameSection name state=state.clone() />
        <EmailSection email=email.clone() email_verified asked_email state=state.clone() />
        <PasswordSection email state />
        <SessionsSection sessions />
        <section class="own" aria-labelledby="own-preferences">
            <h2 class="section__title" id="own-preferences">{t.preferences()}</h2>
            <PreferencesForm />
        </section>
        <div class="own own--end">
            <LinkButton href="/organizations?choose" icon=Glyph::Building>{t.organizations_title()}</LinkButton>
            <SignOutForm>
                <Button kind="submit" variant=ButtonVariant::Ghost icon=Glyph::LogOut>{t.sign_out()}</Button>
            </SignOutForm>
        </div>
    }
}

texts! {
    account_title { en: "Your account", de: "Ihr Konto", ar: "حسابك" }
    account_renamed {
        en: "Your colleagues see your new name from now on.",
        de: "Ihre Kolleginnen und Kollegen sehen ab jetzt Ihren neuen Namen.",
        ar: "يرى زملاؤك اسمك الجديد من الآن."
    }
    account_password_changed {
        en: "Your password was changed. You are signed out everywhere else.",
        de: "Ihr Passwort wurde geändert. Überall sonst sind Sie abgemeldet.",
        ar: "تم تغيير كلمة مرورك. أُنهيت جلساتك في كل مكان آخر."
    }
    account_email_asked {
        en: "A link is on its way to the new address. Until you open it, the present one stays.",
        de: "Ein Link ist an die neue Adresse unterwegs. Bis Sie ihn öffnen, bleibt die jetzige.",
        ar: "الرابط في طريقه إلى العنوان الجديد. وحتى تفتحه يبقى العنوان الحالي."
    }
    account_email_changed {
        en: "Your account has its new address.",
        de: "Ihr Konto hat seine neue Adresse.",
        ar: "أصبح لحسابك عنوانه الجديد."
    }
    account_session_ended { en: "The session was ended.", de: "Die Sitzung wurde beendet.", ar: "أُنهيت الجلسة." }
    account_sessions_ended {
        en: "You are signed out everywhere else.",
        de: "Überall sonst sind Sie abgemeldet.",
        ar: "أُنهيت جلساتك في كل مكان آخر."
    }
    account_verification_sent {
        en: "A new link to confirm your address is on its way.",
        de: "Ein neuer Link zum Bestätigen Ihrer Adresse ist unterwegs.",
        ar: "رابط جديد لتأكيد عنوانك في طريقه إليك."
    }
}
