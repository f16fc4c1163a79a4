//! The back office: what operators see over all organizations.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::ids::{MailId, PublicId};
use crate::permission::PlatformPermission;
use crate::slug::Slug;

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

/// Which organizations to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTenants {
    /// A part of the name or slug; empty for all.
    pub search: String,
    /// The slug at which the page before ended; none for the first page.
    pub after: Option<String>,
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
    /// How many members it has.
    pub members: i64,
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
