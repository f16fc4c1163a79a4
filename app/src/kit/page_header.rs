//! The head of every screen inside the shell.

use leptos::prelude::*;

/// The screen's one `<h1>`, a sentence under it, and its actions at the end of the line.
#[component]
pub fn PageHeader(
    /// What the screen is.
    #[prop(into)]
    title: String,
    /// One sentence about it.
    #[prop(into, optional)]
    text: Option<Signal<String>>,
    /// The screen's actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            <div class="page-header__words">
                <h1 class="page-header__title">{title}</h1>
                {text.map(|text| view! { <p class="page-header__text">{move || text.get()}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-header__actions">{children()}</div> })}
        </header>
    }
    .into_any()
}
