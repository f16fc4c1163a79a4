//! Below the list: how many there are, and the pages before and after this one.

use leptos::prelude::*;
use model::members::MemberPage;

use super::listed::Listed;
use super::query::MemberQuery;
use crate::kit::{Button, Glyph};
use crate::text::use_text;

/// Tells the number in words that are announced when it changes; offers other pages where there are any.
#[component]
pub fn Pager(
    /// This page.
    listed: Signal<Listed>,
    /// Turns the pages.
    query: MemberQuery,
) -> impl IntoView {
    let t = use_text();
    let next = move || listed.with(|listed| listed.page.next.clone());
    let has_previous = Memo::new(move |_| query.pages_before() > 0);
    let has_next = Memo::new(move |_| next().is_some());
    let text = move || {
        let (shown, total) = listed.with(|listed| (listed.page.members.len(), listed.page.total));
        let before = query.pages_before() * MemberPage::SIZE;
        if (has_previous.get() || has_next.get()) && shown > 0 {
            t.members_range(before + 1, before + shown, total)
        } else if query.is_search() {
            t.members_found(total)
        } else {
            t.members_total(total)
        }
    };
    let forward = move |_| {
        if let Some(after) = listed.with_untracked(|listed| listed.page.next.clone()) {
            query.next_page(after);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    };
    view! {
        <div class="pager">
            <span class="pager__text" role="status">{text}</span>
            <Show when=move || has_previous.get() || has_next.get()>
                <Button small=true icon=Glyph::ChevronLeft disabled=Signal::derive(move || !has_previous.get()) on:click=move |_| query.previous_page()>
                    {t.page_previous()}
                </Button>
                <Button small=true icon=Glyph::ChevronRight disabled=Signal::derive(move || !has_next.get()) on:click=forward>
                    {t.page_next()}
                </Button>
            </Show>
        </div>
    }
}
