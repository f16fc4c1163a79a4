//! What a change leaves behind, entries of the audit log and an event for open pages; and reading the log.
//!
//! Entries are written by the doors alone, with the change that they are about. Nothing here changes one.

mod asked;
mod filter;
mod said;
mod verify;

use model::AppError;
use model::audit::{AuditEntryPage, AuditPage, ListAudit};
use model::ids::{MemberId, PublicId, SessionId, UserId};
use model::live::EventKind;
use model::permission::audit;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Actor, Caller, TenantTx};
use crate::error::Result;

pub use verify::{Log, Progress, Wrong, verify};

/// One page of the organization's log, the newest entries first.
pub async fn list_entries(actor: &Actor, tenant: &PublicId, query: ListAudit) -> Result<AuditPage> {
    let query = query.parse()?;
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, audit::List> = conn.read().await?;
    filter::page(&mut tx, &query).await
}

/// How many entries that the query would list have come behind this number; counted up to [`AuditPage::MOST_NEW`].
pub async fn count_newer(actor: &Actor, tenant: &PublicId, query: ListAudit, newest: i64) -> Result<i64> {
    let query = query.parse()?;
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, audit::List> = conn.read().await?;
    filter::count_newer(&mut tx, &query, newest).await
}

/// One entry, with all that is known of it.
pub async fn read_entry(actor: &Actor, tenant: &PublicId, number: i64) -> Result<AuditEntryPage> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, audit::List> = conn.read().await?;
    filter::find(&mut tx, number).await?.ok_or(AppError::NotFound.into())
}

/// A change that is about to be committed.
pub(crate) struct Change {
    pub kind: Option<EventKind>,
    pub ids: Vec<Uuid>,
    pub entries: Vec<Entry>,
}

/// One thing that happened, without who did it: the door knows that.
pub(crate) struct Entry {
    /// `resource.what_happened`, in the past.
    pub action: &'static str,
    /// To what.
    pub resource: Uuid,
    /// What is worth knowing about it.
    pub details: serde_json::Value,
}

impl Change {
    /// One event and its one entry, which share a name.
    pub fn one(kind: EventKind, resource: impl Into<Uuid>, details: serde_json::Value) -> Self {
        let resource = resource.into();
        Self {
            kind: Some(kind),
            ids: vec![resource],
            entries: vec![Entry { action: kind.as_str(), resource, details }],
        }
    }

    /// One event for all of these, named like each of them.
    pub fn many(kind: EventKind, entries: Vec<Entry>) -> Self {
        Self { kind: Some(kind), ids: entries.iter().map(|entry| entry.resource).collect(), entries }
    }

    /// What open pages need not hear of.
    pub fn unheard(entry: Entry) -> Self {
        Self { kind: None, ids: Vec::new(), entries: vec![entry] }
    }

    /// Its entries as they stand in the log.
    pub fn entries_by<'a>(&'a self, by: By<'a>) -> Vec<AuditEntry<'a>> {
        self.entries.iter().map(|entry| AuditEntry::new(entry, by)).collect()
    }

    /// The same with what happened along with it.
    pub fn along_with(mut self, entries: Vec<Entry>) -> Self {
        self.entries.extend(entries);
        self
    }
}

/// Who did something, as far as that is known, and from where.
#[derive(Clone, Copy)]
pub(crate) struct By<'a> {
    pub user: Option<UserId>,
    pub member: Option<MemberId>,
    pub session: Option<SessionId>,
    pub caller: &'a Caller,
}

impl<'a> By<'a> {
    /// A person who is in no tenant, or not yet; or nobody who is known.
    pub fn person(user: Option<UserId>, caller: &'a Caller) -> Self {
        Self { user, member: None, session: None, caller }
    }
}

/// An entry as it stands in the log.
#[derive(Serialize)]
pub(crate) struct AuditEntry<'a> {
    action: &'a str,
    resource: Uuid,
    user: Option<UserId>,
    member: Option<MemberId>,
    session: Option<SessionId>,
    details: &'a serde_json::Value,
    ip: &'a str,
    user_agent: &'a str,
    request_id: &'a str,
}

/// An entry as it is read: whatever an older or newer version of the program left out is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenEntry {
    action: String,
    session: Option<SessionId>,
    details: serde_json::Value,
    ip: String,
    user_agent: String,
    request_id: String,
}

impl<'a> AuditEntry<'a> {
    /// The entry with who did it.
    pub fn new(entry: &'a Entry, by: By<'a>) -> Self {
        let Caller { ip, user_agent, request_id, language: _ } = by.caller;
        Self {
            action: entry.action,
            resource: entry.resource,
            user: by.user,
            member: by.member,
            session: by.session,
            details: &entry.details,
            ip,
            user_agent,
            request_id,
        }
    }
}
