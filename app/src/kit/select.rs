//! One of several, and the choices that it shares with the checkbox group.

use super::browser;
use super::field::{FieldIds, FieldNotes, invalid};
use super::icon::{Glyph, Icon};
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

/// The browser's own select with its label, hint and error.
#[component]
pub fn SelectField(
    /// The name that the form sends.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What there is to choose.
    options: Vec<Choice>,
    /// Bound both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// What is chosen at first, when there is no `value`.
    #[prop(into, optional)]
    initial: String,
    /// Why the choice is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What it is about.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Something must be chosen.
    #[prop(optional)]
    required: bool,
    /// The label is heard, not seen: in a bar whose choices explain themselves.
    #[prop(optional)]
    label_hidden: bool,
    /// Instead of `field-{name}`.
    #[prop(into, optional)]
    id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, id);
    let node = NodeRef::new();
    let start = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        browser::bind(node, value, start.clone());
    }
    let options = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == start;
            view! {
                <option value=choice.value selected=selected disabled=choice.disabled>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    let label_class = if label_hidden { "visually-hidden" } else { "field__label" };
    view! {
        <div class="field">
            <label class=label_class for=ids.input.clone()>
                {label}
            </label>
            <div class="field__box">
                <select
                    class="input input--select"
                    node_ref=node
                    id=ids.input.clone()
                    name=name
                    required=required
                    aria-invalid=invalid(error)
                    aria-describedby=ids.described_by(hint.is_some(), error)
                    on:change=move |event| {
                        if let Some(value) = value {
                            value.set(event_target_value(&event));
                        }
                    }
                >
                    {options}
                </select>
                <Icon glyph=Glyph::ChevronDown />
            </div>
            <FieldNotes ids=ids hint=hint error=error />
        </div>
    }
    .into_any()
}
