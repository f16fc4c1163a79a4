//! The back office: what operators see over all organizations.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::AppError;
use crate::error::Result;
use crate::ids::{MailId, PublicId, UserId};
use crate::permission::PlatformPermission;
use crate::slug::Slug;
use crate::text::Reason;

/// Who is signed in at the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorView {
    /// The operator's name.
    pub name: String,
    /// The operator's e-mail address.
    pub email: String,
    /// What the operator's role allows.
    pub permissions: Vec<PlatformPermission>,
}

/// The field of a form that asks an operator why.
pub const REASON: &str = "reason";

/// Which organizations to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTenants {
    /// A part of the name or slug; empty for all.
    pub search: String,
    /// Those of this status only; none for all.
    #[serde(default)]
    pub status: Option<TenantStatus>,
    /// The slug at which the page before ended; none for the first page.
    pub after: Option<String>,
}

/// Whether an organization can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// By its members.
    Active,
    /// By nobody, until an operator restores it.
    Suspended,
    /// By nobody, until its members take it back.
    Archived,
    /// By nobody any more.
    Deleted,
}

impl TenantStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Suspended, Self::Archived, Self::Deleted];

    /// The status' name in the database and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Archived => "archived",
            Self::Deleted => "deleted",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// One organization in the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantRow {
    /// The organization's id outside the database.
    pub public_id: PublicId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// Whether it can be used.
    pub status: TenantStatus,
    /// What its members are told while it is suspended.
    pub suspension_message: Option<String>,
    /// How many members it has.
    pub members: i64,
    /// When something last happened in it; what operators do is not counted.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_active_at: Option<OffsetDateTime>,
    /// Since when it exists.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// One page of organizations, in the order of their slugs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantPage {
    /// The organizations of this page.
    pub tenants: Vec<TenantRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where to go on; none on the last page.
    pub next: Option<String>,
}

impl TenantPage {
    /// How many organizations a page has.
    pub const SIZE: usize = 50;
}

/// Suspends an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspendTenant {
    /// Which one.
    pub tenant: PublicId,
    /// What its members are told.
    pub message: String,
}

impl SuspendTenant {
    /// Checks the message.
    pub fn parse(self) -> Result<(PublicId, Reason)> {
        let message = Reason::parse(&self.message).map_err(|code| AppError::invalid("message", code))?;
        Ok((self.tenant, message))
    }
}

/// Which people to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPeople {
    /// A part of the name or address; empty for everybody.
    pub search: String,
    /// The address at which the page before ended, in lower case; none for the first page.
    pub after: Option<String>,
}

/// One person in the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// Whether that address was shown to be the person's.
    pub email_verified: bool,
    /// When the person last did anything, as far as sessions are still known.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_active_at: Option<OffsetDateTime>,
    /// Where the person belongs, by name.
    pub organizations: Vec<PersonOrganization>,
}

/// An organization that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonOrganization {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// The names of the person's roles in it.
    pub roles: Vec<String>,
}

/// One page of people, in the order of their addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    /// The people of this page.
    pub people: Vec<PersonRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where to go on; none on the last page.
    pub next: Option<String>,
}

impl PersonPage {
    /// How many people a page has.
    pub const SIZE: usize = 50;
}

/// A mail of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// Which mail.
    pub id: MailId,
    /// To whom.
    pub recipient: String,
    /// What about.
    pub subject: String,
    /// The text; empty once the mail was delivered, because it holds links that open doors.
    pub body: String,
    /// Since when it waits.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// What has become of it.
    pub state: MailState,
}

/// What has become of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailState {
    /// Nobody has tried to deliver it yet.
    Waiting,
    /// A mail server took it.
    Delivered,
    /// The last try failed; there will be another.
    Retrying,
    /// Every try failed.
    Failed,
}
