//! Above the list: what to look for, and the way to invite.

use leptos::prelude::*;

use super::query::MemberQuery;
use crate::kit::{Button, ButtonVariant, Glyph, SearchField};
use crate::text::use_text;

/// The search field and the page's primary action.
#[component]
pub fn Toolbar(
    /// What is listed.
    query: MemberQuery,
    /// Whether inviting is offered.
    may_invite: Signal<bool>,
    /// Opens the dialog.
    inviting: RwSignal<bool>,
) -> impl IntoView {
    let t = use_text();
    view! {
        <div class="toolbar">
            <SearchField name="search" label=t.members_search() value=query.typed />
            <Show when=move || may_invite.get()>
                <div class="toolbar__end">
                    <Button variant=ButtonVariant::Primary icon=Glyph::UserPlus on_click=move || inviting.set(true)>
                        {t.invite()}
                    </Button>
                </div>
            </Show>
        </div>
    }
}
