//! What the holder of an invitation's link can do, by who that is.

use leptos::prelude::*;
use model::password::Password;
use model::text::PersonName;

use crate::form::FormState;
use crate::kit::{Button, ButtonVariant, FormError, Glyph, LinkButton, Notice, PasswordField, TextField, Tone};
use crate::text::use_text;

/// Nobody is signed in and the address has no account: accepting makes one.
#[component]
pub fn NewAccount(
    /// The address that was invited.
    email: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// This page's address, to which the form is sent.
    here: String,
) -> impl IntoView {
    let t = use_text();
    let busy = RwSignal::new(false);
    view! {
        <form class="form" method="post" action=here on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            <TextField
                name="email"
                label=t.email()
                hint=t.invitation_email_hint()
                kind="email"
                autocomplete="username"
                readonly=true
                initial=email
            />
            <TextField
                name="name"
                label=t.your_name()
                autocomplete="name"
                required=true
                maxlength=PersonName::MAX
                initial=state.value("name")
                error=state.field_error("name")
            />
            <PasswordField
                name="password"
                label=t.password()
                hint=t.password_hint(Password::MIN)
                autocomplete="new-password"
                show_label=t.password_show()
                hide_label=t.password_hide()
                required=true
                error=state.field_error("password")
            />
            <Button variant=ButtonVariant::Primary kind="submit" wide=true busy=busy>
                {t.invitation_create()}
            </Button>
        </form>
    }
}

/// Nobody is signed in and the address has an account.
#[component]
pub fn SignInFirst(
    /// The address that was invited.
    email: String,
    /// This page's address, to come back to.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <div class="stack">
            <p>{t.invitation_existing(&email)}</p>
            <LinkButton href=format!("/sign-in?next={here}") variant=ButtonVariant::Primary wide=true>
                {t.sign_in_action()}
            </LinkButton>
        </div>
    }
}

/// The right account is signed in.
#[component]
pub fn Accept(
    /// The address that was invited.
    email: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// This page's address, to which the form is sent.
    here: String,
) -> impl IntoView {
    let t = use_text();
    let busy = RwSignal::new(false);
    view! {
        <form class="form" method="post" action=here on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            <p class="muted">{t.invitation_signed_in(&email)}</p>
            <Button variant=ButtonVariant::Primary kind="submit" wide=true busy=busy>{t.accept()}</Button>
        </form>
    }
}

/// Another account is signed in: an invitation is bound to its address, so this one cannot accept it.
#[component]
pub fn OtherAccount(
    /// The address that was invited.
    email: String,
    /// The address that is signed in.
    signed_in: String,
    /// This page's address, to come back to.
    here: String,
) -> impl IntoView {
    let t = use_text();
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning>{t.invitation_other(&email, &signed_in)}</Notice>
            <form method="post" action="/sign-out">
                <input type="hidden" name="next" value=here />
                <Button variant=ButtonVariant::Primary kind="submit" wide=true icon=Glyph::LogOut>
                    {t.invitation_sign_out()}
                </Button>
            </form>
            <LinkButton href="/organizations" variant=ButtonVariant::Ghost wide=true>{t.not_found_home()}</LinkButton>
        </div>
    }
}

texts! {
    invitation_email_hint { en: "The invitation is for this address.", ar: "الدعوة موجّهة إلى هذا العنوان." }
    invitation_create { en: "Create account and accept", ar: "أنشئ الحساب واقبل الدعوة" }
    invitation_existing(email: &str) {
        en: "{email} has an account here. Sign in to accept.",
        ar: "للعنوان {email} حساب هنا. سجّل الدخول لتقبل الدعوة."
    }
    invitation_signed_in(email: &str) { en: "You are signed in as {email}.", ar: "أنت مسجّل الدخول بالعنوان {email}." }
    invitation_other(email: &str, signed_in: &str) {
        en: "The invitation is for {email}, but you are signed in as {signed_in}. Sign out first.",
        ar: "الدعوة موجّهة إلى {email}، لكنك مسجّل الدخول بالعنوان {signed_in}. سجّل الخروج أولًا."
    }
    invitation_sign_out { en: "Sign out and continue", ar: "سجّل الخروج وتابع" }
}
