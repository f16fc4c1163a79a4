//! What stands below a list of the back office: how many there are, and the ways to the first and the next page.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::search::{search_href, use_search};
use crate::kit::LinkButton;
use crate::text::use_text;

/// The parameter of the address that holds where the page before ended.
const AFTER: &str = "after";

/// Where the list starts; nowhere for the first page.
pub fn use_after() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(AFTER)))
}

/// The ways to other pages, which keep what is searched for.
#[component]
pub fn Pager(
    /// How many there are on all pages, as a sentence.
    #[prop(into)]
    total: Signal<String>,
    /// Where the next page starts; none on the last one.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// What else of the address the other pages keep.
    #[prop(optional, into)]
    kept: Signal<Option<(&'static str, &'static str)>>,
) -> impl IntoView {
    let t = use_text();
    let (search, after) = (use_search(), use_after());
    let link = move |after: Option<&str>, text: &'static str| {
        let more: Vec<_> = kept.get().into_iter().chain(after.map(|after| (AFTER, after))).collect();
        let href = search.with(|search| search_href(search, &more));
        view! { <LinkButton href small=true>{text}</LinkButton> }
    };
    view! {
        <nav class="pager" aria-label=t.pages()>
            <span class="pager__text">{total}</span>
            {move || after.get().is_some().then(|| link(None, t.page_first()))}
            {move || next.get().map(|next| link(Some(&next), t.page_next()))}
        </nav>
    }
}

texts! {
    pages { en: "Pages", de: "Seiten", ar: "الصفحات" }
    page_first { en: "First page", de: "Erste Seite", ar: "الصفحة الأولى" }
}
