//! One checkbox, and a group of them.

use super::field::{FieldIds, FieldNotes, invalid};
use super::select::Choice;
use leptos::prelude::*;

/// A single yes or no.
#[component]
pub fn CheckField(
    /// The name that the form sends.
    #[prop(into)]
    name: String,
    /// What is agreed to.
    #[prop(into)]
    label: String,
    /// What the form sends when it is checked.
    #[prop(default = "1")]
    value: &'static str,
    /// Bound both ways.
    #[prop(optional)]
    checked: Option<RwSignal<bool>>,
    /// Whether it is checked at first, when there is no `checked`.
    #[prop(optional)]
    initial: bool,
    /// Why it is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What it means.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Instead of `field-{name}`.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, id);
    let start = checked.map_or(initial, |checked| checked.get_untracked());
    view! {
        <div class="field">
            <label class="check" for=ids.input.clone()>
                <input
                    class="check__box"
                    type="checkbox"
                    id=ids.input.clone()
                    name=name
                    value=value
                    checked=start
                    prop:checked=move || checked.map_or(start, |checked| checked.get())
                    aria-invalid=invalid(error)
                    aria-describedby=ids.described_by(hint.is_some(), error)
                    on:change=move |event| {
                        if let Some(checked) = checked {
                            checked.set(event_target_checked(&event));
                        }
                    }
                />
                <span>{label}</span>
            </label>
            <FieldNotes ids=ids hint=hint error=error />
        </div>
    }
    .into_any()
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
    #[prop(optional)]
    selected: Option<RwSignal<Vec<String>>>,
    /// The values that are checked at first, when there is no `selected`.
    #[prop(optional)]
    initial: Vec<String>,
    /// Why the choice is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What it is about.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Instead of `field-{name}`.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, id);
    let selected = selected.unwrap_or_else(|| RwSignal::new(initial));
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
    let group_id = ids.input.clone();
    let described_by = ids.described_by(hint.is_some(), error);
    view! {
        <fieldset
            class="field"
            id=group_id
            aria-describedby=described_by
        >
            <legend class="field__label">{legend}</legend>
            <div class="checks">{boxes}</div>
            <FieldNotes ids=ids hint=hint error=error />
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
