//! A choice of one of several, above a list.

use leptos::prelude::*;

/// A native list box whose label is heard; its first option should say what it is about.
#[component]
pub fn Select(
    /// The name of the field.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// Values and what is read.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Somebody chose another.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let options = move || {
        let chosen = value.get();
        let option = |(of, text): (String, String)| {
            let selected = of == chosen;
            view! { <option value=of selected=selected>{text}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <select
            class="select"
            name=name
            aria-label=label
            prop:value=move || value.get()
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {options}
        </select>
    }
    .into_any()
}
