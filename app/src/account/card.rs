//! The frame of pages that stand outside an organization: one card, and language and theme below it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::kit::BrandMark;
use crate::preferences::PreferencesForm;

/// A card with a heading.
#[component]
pub fn AccountCard(
    /// The heading, and the window's title.
    #[prop(into)]
    title: String,
    /// What stands below the heading.
    #[prop(into, optional)]
    text: String,
    /// For lists instead of a form.
    #[prop(optional)]
    wide: bool,
    /// The back office's name, on its own pages: red, so that nobody takes them for an organization's.
    #[prop(optional)]
    office: Option<&'static str>,
    /// Language and theme are among what stands in it, so that they are not below it.
    #[prop(optional)]
    own_preferences: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { "account__card account__card--wide" } else { "account__card" };
    let frame = if office.is_some() { "account account--operator" } else { "account" };
    view! {
        <Title text=title.clone() />
        <div class=frame>
            <header class="account__brand">
                <BrandMark />
                <a href="/">"Borough"</a>
                {office.map(|office| view! { <span class="operator-mark">{office}</span> })}
            </header>
            <main class=class id="main">
                <h1 class="account__title">{title}</h1>
                {(!text.is_empty()).then(|| view! { <p class="account__text">{text}</p> })}
                {children()}
            </main>
            <footer class="account__foot">
                {(!own_preferences).then(|| view! { <PreferencesForm /> })}
            </footer>
        </div>
    }
}
