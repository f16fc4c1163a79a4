//! Members: the people of an organization.

mod many;
mod order;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::{Code, Fields, Result};
use crate::ids::{MemberId, RoleId};
use crate::roles::RoleName;

pub use many::{ChangeMembers, ChosenMembers, MemberChange, MembersChanged, RefusedMember};
pub use order::MemberOrder;

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
    /// Whether the person can come in.
    pub status: MemberStatus,
    /// Whether the address was shown to be the person's.
    pub verified: bool,
    /// When the person was last active in this organization, to a minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub seen_at: Option<OffsetDateTime>,
}

/// Whether a member can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Yes.
    Active,
    /// Not for now; roles are kept.
    Suspended,
}

impl MemberStatus {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    /// The name in the database and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// How long somebody was not active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inactive {
    /// For seven days at least, or never active.
    Week,
    /// For thirty days at least, or never active.
    Month,
    /// For ninety days at least, or never active.
    Quarter,
    /// Was never active.
    Always,
}

impl Inactive {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Always];

    /// For how many days; none: always.
    pub const fn days(self) -> Option<i32> {
        match self {
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Always => None,
        }
    }

    /// The name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "7",
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Always => "never",
        }
    }

    /// The span of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|inactive| inactive.as_str() == name)
    }
}

/// A member on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetails {
    /// As the list shows it.
    pub member: MemberView,
    /// How many sessions of the person are open that have been in this organization.
    pub sessions: i64,
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
    /// Only those who hold this role.
    #[serde(default)]
    pub role: Option<RoleId>,
    /// Only those of this status.
    #[serde(default)]
    pub status: Option<MemberStatus>,
    /// Only those who were not active for so long.
    #[serde(default)]
    pub inactive: Option<Inactive>,
    /// Only those whose address was not shown to be theirs.
    #[serde(default)]
    pub unverified: bool,
}

impl ListMembers {
    /// Whether it asks for some members only.
    pub fn is_filtered(&self) -> bool {
        let Self { search, role, status, inactive, unverified, .. } = self;
        !search.trim().is_empty() || role.is_some() || status.is_some() || inactive.is_some() || *unverified
    }
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
    /// How many there are on all pages; beyond [`MemberPage::COUNTED`], that many and one.
    pub total: i64,
    /// Where to go on; none on the last page.
    pub next: Option<MemberCursor>,
}

impl MemberPage {
    /// How many members a page has.
    pub const SIZE: usize = 50;
    /// How far is counted. Whoever has more knows that it is many.
    pub const COUNTED: i64 = 10_000;
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
