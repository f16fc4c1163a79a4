//! One more organization for somebody who is signed in.

use leptos::prelude::*;

use super::fields::OrganizationFields;
use crate::account::card::AccountCard;
use crate::form::{FormState, PostFormWith, use_form_state};
use crate::kit::{Button, ButtonVariant, LinkButton};
use crate::text::use_text;

/// `/organizations/new`.
#[component]
pub fn NewOrganizationPage() -> impl IntoView {
    let t = use_text();
    let form = use_form_state();
    view! {
        <AccountCard title=t.new_organization_title() text=t.new_organization_text()>
            <Suspense>
                {move || Suspend::new(async move {
                    let state = form.await;
                    view! { <NewOrganizationForm state /> }
                })}
            </Suspense>
        </AccountCard>
    }
}

#[component]
fn NewOrganizationForm(state: FormState) -> impl IntoView {
    let t = use_text();
    let foot = move |busy| {
        view! {
            <div class="form__actions">
                <LinkButton href="/organizations">{t.cancel()}</LinkButton>
                <Button variant=ButtonVariant::Primary kind="submit" busy>{t.sign_up_action()}</Button>
            </div>
        }
    };
    view! {
        <PostFormWith action="/organizations/new" state=state.clone() foot>
            <input type="hidden" name="key" value=state.key.to_string() />
            <OrganizationFields state />
        </PostFormWith>
    }
}

texts! {
    new_organization_title { en: "New organization", de: "Neue Organisation", ar: "مؤسسة جديدة" }
    new_organization_text {
        en: "It stands beside your others and shares nothing with them.",
        de: "Sie steht neben Ihren anderen Organisationen und teilt nichts mit ihnen.",
        ar: "تقف إلى جانب مؤسساتك الأخرى ولا تشاركها شيئًا."
    }
    cancel { en: "Cancel", de: "Abbrechen", ar: "إلغاء" }
}
