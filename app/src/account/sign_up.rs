//! Signing up: an organization and its first administrator, in one form.

use leptos::prelude::*;
use model::password::Password;
use model::slug::Slug;
use model::text::{PersonName, Title};

use super::card::AccountCard;
use crate::form::{FormState, use_form_state};
use crate::kit::{Button, ButtonVariant, FormError, PasswordField, TextField};
use crate::organizations::suggested_slug;
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
    let busy = RwSignal::new(false);
    let organization = RwSignal::new(state.value("organization"));
    let slug = suggested_slug(organization, state.value("slug"));
    view! {
        <form class="form" method="post" action="/sign-up" on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            <input type="hidden" name="key" value=state.key.to_string() />
            <TextField
                name="organization"
                label=t.organization_name()
                autocomplete="organization"
                required=true
                maxlength=Title::MAX
                initial=state.value("organization")
                value=organization
                error=state.field_error("organization")
            />
            <TextField
                name="slug"
                label=t.organization_slug()
                hint=t.organization_slug_hint()
                prefix="/t/"
                ltr=true
                required=true
                maxlength=Slug::MAX
                initial=state.value("slug")
                value=slug
                error=state.field_error("slug")
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
            <TextField
                name="email"
                label=t.email()
                kind="email"
                autocomplete="username"
                required=true
                initial=state.value("email")
                error=state.field_error("email")
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
                {t.sign_up_action()}
            </Button>
        </form>
    }
}

texts! {
    sign_up_title { en: "Sign up your organization", ar: "سجّل مؤسستك" }
    sign_up_text {
        en: "You become its first administrator, and can invite others right away.",
        ar: "تصبح أول مدير لها، ويمكنك دعوة الآخرين على الفور."
    }
    sign_up_action { en: "Create organization", ar: "أنشئ المؤسسة" }
    sign_up_existing { en: "You have an account?", ar: "لديك حساب؟" }
    organization_name { en: "Organization's name", ar: "اسم المؤسسة" }
    organization_slug { en: "Address", ar: "العنوان" }
    organization_slug_hint { en: "Small letters, digits and hyphens.", ar: "أحرف لاتينية صغيرة وأرقام وشرطات." }
    your_name { en: "Your name", ar: "اسمك" }
    password_hint(min: u16) {
        en: "At least {min} characters. A few words that only you would put together are best.",
        ar: "‏{min} حرفًا على الأقل. الأفضل بضع كلمات لا يجمعها غيرك."
    }
}
