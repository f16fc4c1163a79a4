//! Which members are listed. Search and order stand in the address, so that a link or a reload shows the same list.
//! The page does not: where it starts means nothing to anybody else.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use model::ids::RoleId;
use model::members::{Inactive, ListMembers, MemberCursor, MemberOrder, MemberSort, MemberStatus};

use crate::kit::Order;
use crate::search::use_typed;

/// The list that was asked for, and the ways to ask for another.
#[derive(Clone, Copy)]
pub struct MemberQuery {
    /// What stands in the search field: a moment ahead of the list.
    pub typed: RwSignal<String>,
    list: Memo<ListMembers>,
    set_sort: SignalSetter<Option<MemberOrder>>,
    set_role: SignalSetter<Option<String>>,
    set_status: SignalSetter<Option<String>>,
    set_inactive: SignalSetter<Option<String>>,
    set_unverified: SignalSetter<Option<String>>,
    turned: RwSignal<Turned>,
}

/// Reads the list from the address, and writes it there.
pub fn use_member_query() -> MemberQuery {
    // Typing a word is not a word's length of steps back.
    let replace = || NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (search, set_search) = query_signal_with_options::<String>("search", replace());
    let (sort, set_sort) = query_signal_with_options::<MemberOrder>("sort", replace());
    let (role, set_role) = query_signal_with_options::<String>("role", replace());
    let (status, set_status) = query_signal_with_options::<String>("status", replace());
    let (inactive, set_inactive) = query_signal_with_options::<String>("inactive", replace());
    let (unverified, set_unverified) = query_signal_with_options::<String>("unverified", replace());
    let list = Memo::new(move |_| {
        let MemberOrder { by, descending } = sort.get().unwrap_or_default();
        ListMembers {
            search: search.get().unwrap_or_default(),
            sort: by,
            descending,
            after: None,
            role: role.get().and_then(|role| role.parse::<RoleId>().ok()),
            status: status.get().and_then(|name| MemberStatus::from_name(&name)),
            inactive: inactive.get().and_then(|name| Inactive::from_name(&name)),
            unverified: unverified.get().is_some(),
        }
    });
    let searched = Memo::new(move |_| search.get().unwrap_or_default());
    let typed = use_typed(searched, move |text| set_search.set(Some(text).filter(|text| !text.is_empty())));
    MemberQuery {
        typed,
        list,
        set_sort,
        set_role,
        set_status,
        set_inactive,
        set_unverified,
        turned: RwSignal::default(),
    }
}

impl MemberQuery {
    /// What to read.
    pub fn get(self) -> ListMembers {
        let list = self.list.get();
        let after = self.turned.with(|turned| turned.of(&list).last().cloned());
        ListMembers { after, ..list }
    }

    /// How the list is sorted by this column, if it is.
    pub fn order(self, column: MemberSort) -> Option<Order> {
        self.list.with(|list| match (list.sort == column, list.descending) {
            (false, _) => None,
            (true, false) => Some(Order::Ascending),
            (true, true) => Some(Order::Descending),
        })
    }

    /// Sorts by this column; if it is sorted by it already, the other way round.
    pub fn sort_by(self, column: MemberSort) {
        let descending = self.list.with_untracked(|list| list.sort == column && !list.descending);
        let sort = MemberOrder { by: column, descending };
        self.turned.set(Turned::default());
        self.set_sort.set((sort != MemberOrder::default()).then_some(sort));
    }

    /// Whether the list is of what was searched for, or filtered.
    pub fn is_search(self) -> bool {
        self.list.with(ListMembers::is_filtered)
    }

    /// Lists everybody again.
    pub fn clear_search(self) {
        self.typed.set(String::new());
        for set in [self.set_role, self.set_status, self.set_inactive, self.set_unverified] {
            set.set(None);
        }
    }

    /// All pages of the list.
    pub fn whole(self) -> ListMembers {
        self.list.get()
    }

    /// The list as an address says it, behind the page's own.
    pub fn address(self) -> String {
        let ListMembers { search, sort, descending, role, status, inactive, unverified, .. } = self.list.get();
        let sort = MemberOrder { by: sort, descending };
        let parts = [
            ("search", (!search.is_empty()).then_some(search)),
            ("sort", (sort != MemberOrder::default()).then(|| sort.to_string())),
            ("role", role.map(|role| role.to_string())),
            ("status", status.map(|status| status.as_str().to_owned())),
            ("inactive", inactive.map(|inactive| inactive.as_str().to_owned())),
            ("unverified", unverified.then(|| "yes".to_owned())),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", escaped(&value?))));
        let parts: Vec<_> = parts.collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// Lists those who hold this role; everybody if it is empty.
    pub fn set_role(self, role: String) {
        self.set_role.set(Some(role).filter(|role| !role.is_empty()));
    }

    /// Lists those of this status.
    pub fn set_status(self, status: String) {
        self.set_status.set(Some(status).filter(|status| !status.is_empty()));
    }

    /// Lists those who were not active for so long.
    pub fn set_inactive(self, inactive: String) {
        self.set_inactive.set(Some(inactive).filter(|inactive| !inactive.is_empty()));
    }

    /// Lists those whose address is not confirmed.
    pub fn set_unverified(self, unverified: bool) {
        self.set_unverified.set(unverified.then(|| "yes".to_owned()));
    }

    /// How many pages come before this one.
    pub fn pages_before(self) -> usize {
        self.list.with(|list| self.turned.with(|turned| turned.of(list).len()))
    }

    /// Goes on to the page behind this row.
    pub fn next_page(self, after: MemberCursor) {
        let list = self.list.get_untracked();
        self.turned.update(|turned| {
            let pages = [turned.of(&list), &[after]].concat();
            *turned = Turned { list, pages };
        });
    }

    /// Goes back a page.
    pub fn previous_page(self) {
        self.turned.update(|turned| {
            turned.pages.pop();
        });
    }
}

/// As a value stands in an address.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The pages that were turned, each by the row behind which it starts. Another list starts at its first page.
#[derive(Clone, Debug, Default)]
struct Turned {
    list: ListMembers,
    pages: Vec<MemberCursor>,
}

impl Turned {
    fn of(&self, list: &ListMembers) -> &[MemberCursor] {
        if self.list == *list { &self.pages } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_list_starts_at_its_first_page() {
        let list = ListMembers::default();
        let cursor = MemberCursor { key: "Ada".to_owned(), id: uuid::Uuid::nil() };
        let turned = Turned { list: list.clone(), pages: vec![cursor.clone()] };
        assert_eq!(turned.of(&list), [cursor]);
        assert!(turned.of(&ListMembers { search: "ada".to_owned(), ..list }).is_empty());
    }
}
