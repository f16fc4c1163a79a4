//! A group of checkboxes.

use super::field::{FieldIds, FieldNotes, invalid};
use leptos::prelude::*;

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means.
    pub hint: Option<String>,
    /// It is shown, but cannot be chosen; the hint should say why.
    pub disabled: bool,
}

impl Choice {
    /// A choice without an explanation.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, disabled: false }
    }

    /// Explains it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Shows it without letting it be chosen, and says why.
    #[must_use]
    pub fn disabled(self, reason: impl Into<String>) -> Self {
        Self { disabled: true, ..self.hint(reason) }
    }
}

/// Any number of several: a fieldset of checkboxes that share a name.
#[component]
pub fn CheckboxGroup(
    /// The name that each checked box sends.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    legend: String,
    /// What there is to choose.
    choices: Vec<Choice>,
    /// The values that are checked, bound both ways.
    selected: RwSignal<Vec<String>>,
    /// Why the choice is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let boxes = choices
        .into_iter()
        .enumerate()
        .map(|(position, choice)| {
            let Choice { value, label, hint, disabled } = choice;
            let id = format!("{}-{position}", ids.input);
            let hint_id = format!("{id}-hint");
            let start = selected.with_untracked(|selected| selected.contains(&value));
            let checked = {
                let value = value.clone();
                move || selected.with(|selected| selected.contains(&value))
            };
            let sent = value.clone();
            view! {
                <div>
                    <label class="check" for=id.clone()>
                        <input
                            class="check__box"
                            type="checkbox"
                            id=id.clone()
                            name=name.clone()
                            value=sent
                            disabled=disabled
                            checked=start
                            prop:checked=checked
                            aria-invalid=invalid(error)
                            aria-describedby=hint.is_some().then(|| hint_id.clone())
                            on:change=move |event| {
                                let on = event_target_checked(&event);
                                selected.update(|selected| toggle(selected, &value, on));
                            }
                        />
                        <span>{label}</span>
                    </label>
                    {hint.map(|hint| view! { <p class="field__hint check__hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect_view();
    let described_by = ids.described_by(false, error);
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field__label">{legend}</legend>
            <div class="checks">{boxes}</div>
            <FieldNotes ids=ids hint=None error=error />
        </fieldset>
    }
    .into_any()
}

fn toggle(selected: &mut Vec<String>, value: &str, on: bool) {
    selected.retain(|other| other != value);
    if on {
        selected.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::toggle;

    #[test]
    fn a_value_is_never_held_twice() {
        let mut selected = vec!["a".to_owned()];
        toggle(&mut selected, "a", true);
        toggle(&mut selected, "b", true);
        assert_eq!(selected, ["a", "b"]);
        toggle(&mut selected, "a", false);
        assert_eq!(selected, ["b"]);
    }
}
