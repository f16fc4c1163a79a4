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
    let is_first = Memo::new(move |_| query.pages_before() == 0);
    let is_last = Memo::new(move |_| listed.with(|listed| listed.page.next.is_none()));
    let is_all = move || is_first.get() && is_last.get();
    let text = move || {
        let (shown, total) = listed.with(|listed| (listed.page.members.len(), listed.page.total));
        if total > MemberPage::COUNTED {
            return t.members_more_than(MemberPage::COUNTED);
        }
        let before = query.pages_before() * MemberPage::SIZE;
        if is_all() || shown == 0 {
            if query.is_search() { t.members_found(total) } else { t.members_total(total) }
        } else {
            t.members_range(before + 1, before + shown, total)
        }
    };
    let to_top = || window().scroll_to_with_x_and_y(0.0, 0.0);
    let back = move || {
        query.previous_page();
        to_top();
    };
    let forward = move || {
        if let Some(after) = listed.with_untracked(|listed| listed.page.next.clone()) {
            query.next_page(after);
            to_top();
        }
    };
    // Whoever was on the last page may have been removed: then the page before it is the last.
    Effect::new(move |_| {
        let emptied = listed.with(|listed| listed.answers(&query.get()) && listed.page.members.is_empty());
        if emptied && query.pages_before() > 0 {
            query.previous_page();
        }
    });
    view! {
        <div class="pager">
            <span class="pager__text" role="status">{text}</span>
            <Show when=move || !is_all()>
                <Button small=true icon=Glyph::ChevronLeft disabled=is_first on_click=back>
                    {t.page_previous()}
                </Button>
                <Button small=true icon=Glyph::ChevronRight disabled=is_last on_click=forward>
                    {t.page_next()}
                </Button>
            </Show>
        </div>
    }
}
