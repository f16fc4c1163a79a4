//! One more organization for somebody who is signed in.

use leptos::prelude::*;
use model::slug::Slug;
use model::text::Title;

use crate::account::card::AccountCard;
use crate::form::{FormState, use_form_state};
use crate::kit::{Button, ButtonVariant, FormError, LinkButton, TextField};
use crate::text::use_text;

/// A slug that follows the organization's name until somebody types one.
pub fn suggested_slug(organization: RwSignal<String>, initial: String) -> RwSignal<String> {
    let slug = RwSignal::new(initial);
    // A slug that a refused form comes back with was typed, unless it is what would have been suggested.
    let suggested = StoredValue::new(Slug::suggest(&organization.get_untracked()));
    Effect::new(move |_| {
        let suggestion = Slug::suggest(&organization.get());
        let follows = slug.with_untracked(|slug| suggested.with_value(|suggested| slug == suggested));
        if follows && slug.with_untracked(|slug| *slug != suggestion) {
            suggested.set_value(suggestion.clone());
            slug.set(suggestion);
        }
    });
    slug
}

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
    let busy = RwSignal::new(false);
    let organization = RwSignal::new(state.value("organization"));
    let slug = suggested_slug(organization, state.value("slug"));
    view! {
        <form class="form" method="post" action="/organizations/new" on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            <input type="hidden" name="key" value=state.key.to_string() />
            <TextField
                name="organization"
                label=t.organization_name()
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
            <div class="form__actions">
                <LinkButton href="/organizations">{t.cancel()}</LinkButton>
                <Button variant=ButtonVariant::Primary kind="submit" busy=busy>{t.sign_up_action()}</Button>
            </div>
        </form>
    }
}

texts! {
    new_organization_title { en: "New organization", ar: "مؤسسة جديدة" }
    new_organization_text {
        en: "It stands beside your others and shares nothing with them.",
        ar: "تقف إلى جانب مؤسساتك الأخرى ولا تشاركها شيئًا."
    }
    cancel { en: "Cancel", ar: "إلغاء" }
}
