//! Rows that were ticked, and what can be done to all of them.

use std::collections::BTreeSet;

use leptos::prelude::*;
use model::ids::MemberId;
use model::members::{ChangeMembers, ChosenMembers, ListMembers, MemberChange, MemberPage};
use model::permission::Permission;

use super::listed::Listed;
use super::many::Changing;
use super::query::MemberQuery;
use crate::kit::{Button, ButtonVariant, Glyph};
use crate::platform;
use crate::shell::use_permission;
use crate::text::use_text;

/// Who was ticked, on whatever page; or all that match, as a filter. Another list starts with nobody.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<BTreeSet<MemberId>>,
    matching: RwSignal<Option<ListMembers>>,
}

impl Selection {
    /// Nobody yet.
    pub fn new(query: MemberQuery) -> Self {
        let selection = Self { ids: RwSignal::default(), matching: RwSignal::new(None) };
        Effect::new(move |before: Option<ListMembers>| {
            let now = query.whole();
            if before.is_some_and(|before| before != now) {
                selection.clear();
            }
            now
        });
        selection
    }

    /// Whether this one was ticked.
    pub fn has(self, member: MemberId) -> bool {
        self.matching.with(Option::is_some) || self.ids.with(|ids| ids.contains(&member))
    }

    /// Ticks one, or not any more.
    pub fn set(self, member: MemberId, on: bool) {
        self.matching.set(None);
        self.ids.update(|ids| {
            if on {
                ids.insert(member);
            } else {
                ids.remove(&member);
            }
        });
    }

    /// Nobody.
    pub fn clear(self) {
        self.matching.set(None);
        self.ids.update(BTreeSet::clear);
    }

    /// Whom a change concerns.
    pub fn chosen(self) -> ChosenMembers {
        match self.matching.get_untracked() {
            Some(list) => ChosenMembers::Matching(list),
            None => ChosenMembers::These(self.ids.get_untracked().into_iter().collect()),
        }
    }
}

/// When this goes while the focus is in it, the page's content gets the focus.
pub fn use_focus_behind(there: impl Fn() -> bool + 'static) {
    Effect::new(move |before: Option<bool>| {
        let now = there();
        if before == Some(true) && !now {
            platform::focus_content();
        }
        now
    });
}

/// Whether there is anything that the caller may do to many.
pub fn use_can_select() -> Memo<bool> {
    let may = [Permission::RoleAssign, Permission::MemberSuspend, Permission::MemberRemove].map(use_permission);
    Memo::new(move |_| may.iter().any(|may| may.get()))
}

/// The box in the table's head.
#[component]
pub fn SelectPage(listed: Signal<Listed>, selection: Selection) -> impl IntoView {
    let t = use_text();
    let ids = move || listed.with(|listed| listed.page.members.iter().map(|member| member.id).collect::<Vec<_>>());
    let all = move || ids().into_iter().all(|id| selection.has(id));
    let choose = move |on: bool| {
        for id in untrack(ids) {
            selection.set(id, on);
        }
    };
    view! {
        <input
            class="check__box"
            type="checkbox"
            aria-label=t.members_select_page()
            prop:checked=all
            on:change=move |event| choose(event_target_checked(&event))
        />
    }
}

/// What can be done to those who were ticked; nothing stands here while nobody is.
#[component]
pub fn SelectionBar(
    /// This page.
    listed: Signal<Listed>,
    /// What is listed.
    query: MemberQuery,
    /// Who was ticked.
    selection: Selection,
    /// The way to change them.
    changing: Changing,
    /// Opens the dialog for their roles.
    roles_open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_text();
    let total = move || listed.with(|listed| listed.page.total);
    let count = Memo::new(move |_| {
        if selection.matching.with(Option::is_some) {
            return total();
        }
        selection.ids.with(|ids| i64::try_from(ids.len()).unwrap_or(i64::MAX))
    });
    let is_whole_page = move || {
        let everybody = |listed: &Listed| listed.page.members.iter().all(|member| selection.has(member.id));
        let can_be_changed = total() <= MemberPage::COUNTED;
        selection.matching.with(Option::is_none) && can_be_changed && count.get() < total() && listed.with(everybody)
    };
    let select_all = move || {
        selection.matching.set(Some(untrack(move || query.whole())));
        // The button goes with what it offered.
        platform::focus_content();
    };
    let any = Memo::new(move |_| count.get() > 0);
    use_focus_behind(move || any.get());
    view! {
        <Show when=move || changing.pending.get()>
            <p class="selection__working" role="status">{t.members_working()}</p>
        </Show>
        <Show when=move || any.get()>
            <div class="selection" role="group" aria-label=t.members_selection()>
                <span class="selection__count" role="status">{move || t.members_selected(count.get())}</span>
                <Show when=is_whole_page>
                    <Button small=true on_click=select_all>
                        {move || t.members_select_all(total())}
                    </Button>
                </Show>
                <Deeds selection changing roles_open />
                <Button variant=ButtonVariant::Ghost small=true icon=Glyph::X on_click=move || selection.clear()>
                    {t.members_clear_selection()}
                </Button>
            </div>
        </Show>
    }
}

/// What the caller may do to them; it is done at once, and nobody is ticked any more.
#[component]
fn Deeds(selection: Selection, changing: Changing, roles_open: RwSignal<bool>) -> impl IntoView {
    let t = use_text();
    let may_assign = use_permission(Permission::RoleAssign);
    let may_suspend = use_permission(Permission::MemberSuspend);
    let may_remove = use_permission(Permission::MemberRemove);
    let run = move |change| {
        changing.run(ChangeMembers { who: selection.chosen(), change }, None);
        selection.clear();
    };
    view! {
        <Show when=move || may_assign.get()>
            <Button small=true icon=Glyph::Shield on_click=move || roles_open.set(true)>
                {t.member_change_roles()}
            </Button>
        </Show>
        <Show when=move || may_suspend.get()>
            <Button small=true icon=Glyph::Lock on_click=move || run(MemberChange::Suspend)>
                {t.member_suspend()}
            </Button>
            <Button small=true icon=Glyph::Check on_click=move || run(MemberChange::Reinstate)>
                {t.member_reinstate()}
            </Button>
        </Show>
        <Show when=move || may_remove.get()>
            <Button small=true icon=Glyph::UserMinus on_click=move || run(MemberChange::Remove)>
                {t.member_remove()}
            </Button>
        </Show>
    }
}
