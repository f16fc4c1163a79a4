//! One of several.

use super::checkbox::Choice;
use super::field::{FieldIds, FieldNotes, invalid};
use leptos::prelude::*;

/// One of several: a fieldset of radio buttons that share a name.
#[component]
pub fn RadioGroup(
    /// The name that the chosen button sends.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    legend: String,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// The value that is chosen, bound both ways.
    value: RwSignal<String>,
    /// The class of a mark that stands before a choice's label and shows what it means.
    #[prop(optional)]
    mark: Option<fn(&str) -> Option<String>>,
    /// Side by side, as far as there is room.
    #[prop(optional)]
    inline: bool,
    /// Why the choice is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let buttons = choices
        .into_iter()
        .enumerate()
        .map(|(position, choice)| {
            let Choice { value: own, label, hint, disabled } = choice;
            let id = format!("{}-{position}", ids.input);
            let hint_id = format!("{id}-hint");
            let start = value.with_untracked(|value| *value == own);
            let mark = mark.and_then(|mark| mark(&own));
            let (shown, sent) = (own.clone(), own.clone());
            view! {
                <div>
                    <label class="check" for=id.clone()>
                        <input
                            class="check__box"
                            type="radio"
                            id=id.clone()
                            name=name.clone()
                            value=sent
                            disabled=disabled
                            checked=start
                            prop:checked=move || value.with(|value| *value == shown)
                            aria-invalid=invalid(error)
                            aria-describedby=hint.is_some().then(|| hint_id.clone())
                            on:change=move |_| value.set(own.clone())
                        />
                        {mark.map(|mark| view! { <span class=mark aria-hidden="true"></span> })}
                        <span>{label}</span>
                    </label>
                    {hint.map(|hint| view! { <p class="field__hint check__hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect_view();
    let class = if inline { "checks checks--inline" } else { "checks" };
    let described_by = ids.described_by(false, error);
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field__label">{legend}</legend>
            <div class=class>{buttons}</div>
            <FieldNotes ids=ids hint=None error=error />
        </fieldset>
    }
    .into_any()
}
