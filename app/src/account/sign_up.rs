//! Signing up: an organization and its first administrator, in one form.

use leptos::prelude::*;

use super::card::AccountCard;
use super::fields::{EmailField, NameField, NewPasswordField};
use crate::form::{FormState, PostForm, use_form_state};
use crate::organizations::OrganizationFields;
use crate::text::use_text;

/// `/sign-up`.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    view! {
        <AccountCard title=t.sign_up_title() text=t.sign_up_text()>
            <Suspense>
                {move || Suspend::new(async move {
                    let state = form.await;
                    view! { <SignUpForm state /> }
                })}
            </Suspense>
            <p class="account__alternative">
                {t.sign_up_existing()} " " <a class="link" href="/sign-in">{t.sign_in_action()}</a>
            </p>
        </AccountCard>
    }
}

#[component]
fn SignUpForm(state: FormState) -> impl IntoView {
    let t = use_text();
    view! {
        <PostForm action="/sign-up" state=state.clone() label=t.sign_up_action()>
            <input type="hidden" name="key" value=state.key.to_string() />
            <OrganizationFields state=state.clone() />
            <NameField state=state.clone() />
            <EmailField state=state.clone() />
            <NewPasswordField state />
        </PostForm>
    }
}

texts! {
    sign_up_title { en: "Sign up your organization", de: "Organisation registrieren", ar: "سجّل مؤسستك" }
    sign_up_text {
        en: "You become its first administrator, and can invite others right away.",
        de: "Sie werden ihr erster Administrator und können sofort weitere Personen einladen.",
        ar: "تصبح أول مدير لها، ويمكنك دعوة الآخرين على الفور."
    }
    sign_up_action { en: "Create organization", de: "Organisation erstellen", ar: "أنشئ المؤسسة" }
    sign_up_existing { en: "You have an account?", de: "Sie haben bereits ein Konto?", ar: "لديك حساب؟" }
}
