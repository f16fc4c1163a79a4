//! Signing in. A plain form: the document is loaded anew as somebody else.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::card::AccountCard;
use super::fields::EmailField;
use crate::form::{FormState, PostForm, use_form_state};
use crate::kit::PasswordField;
use crate::text::use_text;

/// `/sign-in`, with the address to go on to in `next`.
#[component]
pub fn SignInPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    let next = use_query_map().with_untracked(|query| query.get("next").unwrap_or_default());
    let draw = move || {
        let next = next.clone();
        Suspend::new(async move {
            let state = form.await;
            view! { <SignInForm state next action="/sign-in" /> }
        })
    };
    view! {
        <AccountCard title=t.sign_in_title() text=t.sign_in_text()>
            <Suspense>{draw}</Suspense>
            <p class="account__forgotten">
                <a class="link" href="/reset-password">{t.reset_title()}</a>
            </p>
            <p class="account__alternative">
                {t.sign_in_new()} " " <a class="link" href="/sign-up">{t.sign_up_free()}</a>
            </p>
        </AccountCard>
    }
}

/// E-mail address and password, for people and for operators.
#[component]
pub fn SignInForm(
    /// As it was sent before, if it was.
    state: FormState,
    /// Where to go on to.
    next: String,
    /// Where it is sent.
    action: &'static str,
) -> impl IntoView {
    let t = use_text();
    let next = if next.is_empty() { state.value("next") } else { next };
    view! {
        <PostForm action state=state.clone() label=t.sign_in_action()>
            <input type="hidden" name="next" value=next />
            <EmailField state=state.clone() />
            <PasswordField
                name="password"
                label=t.password()
                autocomplete="current-password"
                show_label=t.password_show()
                hide_label=t.password_hide()
                required=true
                error=state.field_error("password")
            />
        </PostForm>
    }
}

texts! {
    sign_in_title { en: "Sign in", de: "Anmelden", ar: "تسجيل الدخول" }
    sign_in_text {
        en: "To your organizations on this platform.",
        de: "Bei Ihren Organisationen auf dieser Plattform.",
        ar: "إلى مؤسساتك على هذه المنصة."
    }
    sign_in_action { en: "Sign in", de: "Anmelden", ar: "تسجيل الدخول" }
    sign_in_new { en: "No account yet?", de: "Noch kein Konto?", ar: "ليس لديك حساب؟" }
    sign_up_free { en: "Sign up for free", de: "Kostenlos registrieren", ar: "أنشئ حسابًا مجانًا" }
}
