//! The table of members, and what stands in its place when nobody was found.

use leptos::prelude::*;
use model::ids::MemberId;
use model::members::{MemberSort, MemberView};

use super::listed::Listed;
use super::many::Changing;
use super::query::MemberQuery;
use super::roles_dialog::RolesEditor;
use super::row::MemberRow;
use super::selection::{SelectPage, Selection, use_can_select};
use crate::kit::{Button, Column, Empty, Glyph, SortColumn, Table, TableBody, TableHead};
use crate::text::use_text;

/// The members of this page. Rows are kept by member: read again, each stays where it is and changes in place.
#[component]
pub fn MemberTable(
    /// Who was found.
    listed: Signal<Listed>,
    /// What was asked for.
    query: MemberQuery,
    /// Opens the dialog that changes roles.
    editor: RolesEditor,
    /// Removes somebody.
    remove: Callback<MemberView>,
    /// Suspends somebody, or ends that.
    changing: Changing,
    /// Who was ticked.
    selection: Selection,
) -> impl IntoView {
    let t = use_text();
    let can_select = use_can_select();
    let changed = use_changed(listed);
    let is_empty = Memo::new(move |_| listed.with(|listed| listed.page.members.is_empty()));
    let row = move |first: MemberView| {
        let id = first.id;
        // The row goes a moment after its member did.
        let member = Memo::new(move |before: Option<&MemberView>| {
            let now = listed.with(|listed| listed.member(id).cloned());
            now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        });
        let fresh = Signal::derive(move || changed.with(|changed| changed.contains(&id)));
        view! { <MemberRow member fresh editor remove changing selection /> }
    };
    view! {
        <Show when=move || !is_empty.get() fallback=move || view! { <NobodyFound query /> }>
            <Table caption=t.members_title()>
                <TableHead>
                    <Show when=move || can_select.get()>
                        <th class="table__column table__column--check" scope="col" role="columnheader">
                            <SelectPage listed selection />
                        </th>
                    </Show>
                    <Sortable query label=t.member_name() by=MemberSort::Name />
                    <Sortable query label=t.member_email() by=MemberSort::Email />
                    <Column>{t.roles()}</Column>
                    <Sortable query label=t.member_joined() by=MemberSort::Joined />
                    <Column>{t.member_seen()}</Column>
                    <Column hidden=true>{t.member_actions()}</Column>
                </TableHead>
                <TableBody>
                    <For each=move || listed.get().page.members key=|member| member.id children=row />
                </TableBody>
            </Table>
        </Show>
    }
}

/// Who has changed since the list was read before, to light up.
fn use_changed(listed: Signal<Listed>) -> Memo<Vec<MemberId>> {
    let steps = Memo::new(move |before: Option<&(Listed, Vec<MemberId>)>| {
        let now = listed.get();
        let changed = before.map(|(before, _)| now.changed_since(before)).unwrap_or_default();
        (now, changed)
    });
    Memo::new(move |_| steps.with(|(_, changed)| changed.clone()))
}

#[component]
fn Sortable(query: MemberQuery, label: &'static str, by: MemberSort) -> impl IntoView {
    let order = Signal::derive(move || query.order(by));
    view! { <SortColumn label order on_sort=move || query.sort_by(by) /> }
}

#[component]
fn NobodyFound(query: MemberQuery) -> impl IntoView {
    let t = use_text();
    view! {
        <Empty glyph=Glyph::Search title=t.members_none_found() text=t.members_none_match()>
            <Button on_click=move || query.clear_search()>{t.members_clear_search()}</Button>
        </Empty>
    }
}
