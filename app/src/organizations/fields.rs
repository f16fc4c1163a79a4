//! The name of an organization that is to be made, and its address.

use leptos::prelude::*;
use model::slug::Slug;
use model::text::Title;

use crate::form::FormState;
use crate::kit::TextField;
use crate::text::use_text;

/// The fields `organization` and `slug`.
#[component]
pub fn OrganizationFields(
    /// The form as it was sent before, if it was.
    state: FormState,
) -> impl IntoView {
    let t = use_text();
    let organization = RwSignal::new(state.value("organization"));
    let slug = suggested_slug(organization, state.value("slug"));
    view! {
        <TextField
            name="organization"
            label=t.organization_name()
            autocomplete="organization"
            required=true
            maxlength=Title::MAX
            value=organization
            error=state.field_error("organization")
        />
        <TextField
            name="slug"
            label=t.organization_slug()
            hint=t.organization_slug_hint()
            prefix="/t/"
            required=true
            maxlength=Slug::MAX
            value=slug
            error=state.field_error("slug")
        />
    }
}

/// A slug that follows the organization's name until somebody types one.
fn suggested_slug(organization: RwSignal<String>, initial: String) -> RwSignal<String> {
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

texts! {
    organization_name { en: "Organization's name", de: "Name der Organisation", ar: "اسم المؤسسة" }
    organization_slug { en: "Address", de: "Adresse", ar: "العنوان" }
    organization_slug_hint {
        en: "Small letters, digits and hyphens.",
        de: "Kleinbuchstaben von a bis z, Ziffern und Bindestriche.",
        ar: "أحرف لاتينية صغيرة وأرقام وشرطات."
    }
}
