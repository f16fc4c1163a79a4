//! Members: the people of an organization.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::{Code, Fields, Result};
use crate::ids::{MemberId, RoleId};
use crate::roles::RoleName;

/// A member as the list shows one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Which membership.
    pub id: MemberId,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The roles held directly, in the order of their names.
    pub roles: Vec<RoleName>,
    /// Since when the person belongs to the organization.
    #[serde(with = "time::serde::rfc3339")]
    pub joined_at: OffsetDateTime,
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberSort {
    /// The person's name, without regard to case.
    #[default]
    Name,
    /// The e-mail address.
    Email,
    /// When the person joined.
    Joined,
}

/// Which members to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMembers {
    /// A part of the name or address; empty for everybody.
    pub search: String,
    /// What the list is sorted by.
    pub sort: MemberSort,
    /// From the end to the beginning.
    pub descending: bool,
    /// Where the page before ended; none for the first page.
    pub after: Option<MemberCursor>,
}

/// The last row of a page: the next one starts behind it, whatever was added or removed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCursor {
    /// The value that the list is sorted by.
    pub key: String,
    /// Tells rows of the same value apart.
    pub id: Uuid,
}

/// One page of members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The members of this page.
    pub members: Vec<MemberView>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where to go on; none on the last page.
    pub next: Option<MemberCursor>,
}

impl MemberPage {
    /// How many members a page has.
    pub const SIZE: usize = 50;
}

/// The roles that a member shall have from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeMemberRoles {
    /// Whose roles.
    pub member: MemberId,
    /// All of them: a membership exists through its roles, so there is at least one.
    pub roles: Vec<RoleId>,
    /// Those that the caller saw. If they are others by now, nothing is changed.
    #[serde(default)]
    pub before: Option<Vec<RoleId>>,
}

impl ChangeMemberRoles {
    /// The roles without repetition.
    pub fn parse(mut self) -> Result<Self> {
        self.roles = distinct_roles(self.roles).map_err(|code| crate::AppError::invalid("roles", code))?;
        Ok(self)
    }
}

/// At least one role and none twice.
pub(crate) fn distinct_roles(mut roles: Vec<RoleId>) -> Result<Vec<RoleId>, Code> {
    /// More roles than an organization can sensibly have; a longer list is a mistake or an attack.
    const MAX: u16 = 100;
    if roles.len() > usize::from(MAX) {
        return Err(Code::TooLong(MAX));
    }
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() { Err(Code::Required) } else { Ok(roles) }
}

/// Notes in `fields` what is wrong with a choice of roles.
pub(crate) fn check_roles(fields: &mut Fields, roles: Vec<RoleId>) -> Option<Vec<RoleId>> {
    fields.check("roles", distinct_roles(roles))
}
