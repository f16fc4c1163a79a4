//! The search above the back office's lists: a form, so that it works before the page is alive, too.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::location::Location;
use leptos_router::params::ParamsMap;

use crate::kit::SearchField;
use crate::search::use_typed;

/// The parameter of the address that holds the text.
const SEARCH: &str = "search";

/// What the address says to search for.
pub fn use_search() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(SEARCH).unwrap_or_default()))
}

/// The end of an address with this search, and with what more it is to say.
pub fn search_href(search: &str, more: &[(&'static str, &str)]) -> String {
    let searched = (!search.is_empty()).then_some((SEARCH, search));
    let mut params = ParamsMap::new();
    for (name, value) in searched.iter().chain(more) {
        params.insert(*name, (*value).to_owned());
    }
    // An address of nothing would keep the parameters of the page.
    Some(params.to_query_string()).filter(|query| !query.is_empty()).unwrap_or_else(|| "?".to_owned())
}

/// The field. It searches while one types; a new search starts at the first page.
#[component]
pub fn Search(
    /// What is searched.
    #[prop(into)]
    label: String,
    /// Parameters of the address that a new search keeps.
    #[prop(optional)]
    kept: &'static [&'static str],
) -> impl IntoView {
    let Location { pathname, query, .. } = use_location();
    let navigate = use_navigate();
    let typed = use_typed(use_search(), move |text| {
        let values = query.with_untracked(|query| kept.iter().map(|name| (*name, query.get(name))).collect::<Vec<_>>());
        let more: Vec<_> = values.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
        let address = format!("{}{}", pathname.get_untracked(), search_href(&text, &more));
        // Typing a word is not a word's length of steps back.
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    view! {
        <form class="search-form" method="get" role="search" on:submit=|event| event.prevent_default()>
            <SearchField name=SEARCH label value=typed />
        </form>
    }
}
