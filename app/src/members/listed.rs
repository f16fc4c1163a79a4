//! A page of members together with what was asked for: read again, it shows what has changed meanwhile.

use model::AppError;
use model::entrance::Entrance;
use model::ids::MemberId;
use model::members::{ListMembers, MemberPage, MemberView};
use serde::{Deserialize, Serialize};

use super::api::list_members;

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    query: ListMembers,
    /// What was found.
    pub page: MemberPage,
}

impl Listed {
    /// Asks the server.
    pub async fn read(tenant: Entrance, query: ListMembers) -> Result<Self, AppError> {
        let page = list_members(tenant, query.clone()).await?;
        Ok(Self { query, page })
    }

    /// Whether it is the answer to this query, and not still to the one before.
    pub fn answers(&self, query: &ListMembers) -> bool {
        self.query == *query
    }

    /// The member of this id, if it is on the page.
    pub fn member(&self, id: MemberId) -> Option<&MemberView> {
        self.page.members.iter().find(|member| member.id == id)
    }

    /// Who is new or different since the same page was read before. Of another page nobody is.
    pub fn changed_since(&self, before: &Self) -> Vec<MemberId> {
        if !before.answers(&self.query) {
            return Vec::new();
        }
        let changed = self.page.members.iter().filter(|member| before.member(member.id) != Some(member));
        changed.map(|member| member.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use model::members::MemberStatus;
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;

    fn member(id: u128, name: &str) -> MemberView {
        let email = format!("{id}@example.com");
        let joined_at = OffsetDateTime::UNIX_EPOCH;
        MemberView {
            id: MemberId(Uuid::from_u128(id)),
            name: name.to_owned(),
            email,
            roles: Vec::new(),
            joined_at,
            status: MemberStatus::Active,
            verified: true,
            seen_at: None,
        }
    }

    fn listed(search: &str, members: Vec<MemberView>) -> Listed {
        let query = ListMembers { search: search.to_owned(), ..ListMembers::default() };
        Listed { query, page: MemberPage { total: 2, next: None, members } }
    }

    #[test]
    fn who_is_new_or_different_has_changed() {
        let before = listed("", vec![member(1, "Ada"), member(2, "Grace")]);
        let now = listed("", vec![member(1, "Ada"), member(2, "Grace Hopper"), member(3, "Joan")]);
        assert_eq!(now.changed_since(&before), [MemberId(Uuid::from_u128(2)), MemberId(Uuid::from_u128(3))]);
    }

    #[test]
    fn what_another_search_found_has_not_changed() {
        let before = listed("", vec![member(1, "Ada")]);
        assert_eq!(listed("grace", vec![member(2, "Grace")]).changed_since(&before), []);
    }
}
