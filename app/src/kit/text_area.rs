//! A field of several lines.

use super::field::{FieldIds, FieldNotes, invalid};
use leptos::prelude::*;

/// Several lines with label, hint and error; for addresses, which run from left to right in every language.
#[component]
pub fn TextArea(
    /// The name of the field.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// Bound both ways.
    value: RwSignal<String>,
    /// Why what stands in it is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What to write.
    #[prop(into, optional)]
    hint: Option<String>,
    /// How many lines are seen at first.
    #[prop(default = 5)]
    rows: u16,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    view! {
        <div class="field">
            <label class="field__label" for=ids.input.clone()>
                {label}
            </label>
            <div class="field__box">
                <textarea
                    class="input input--lines"
                    id=ids.input.clone()
                    name=name
                    dir="ltr"
                    rows=rows.to_string()
                    autocomplete="off"
                    autofocus=true
                    spellcheck="false"
                    aria-invalid=invalid(error)
                    aria-describedby=ids.described_by(hint.is_some(), error)
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            </div>
            <FieldNotes ids=ids hint=hint error=error />
        </div>
    }
    .into_any()
}
