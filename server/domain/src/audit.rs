//! What a change leaves behind: entries of the audit log and an event for open pages.

use model::live::EventKind;
use serde::Serialize;
use uuid::Uuid;

use crate::access::Caller;

/// A change that is about to be committed.
pub(crate) struct Change {
    pub kind: Option<EventKind>,
    pub ids: Vec<Uuid>,
    pub entries: Vec<Entry>,
}

/// One thing that happened, without who did it: the transaction knows that.
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
}

/// An entry as it stands in the log.
#[derive(Serialize)]
pub(crate) struct AuditEntry<'a> {
    pub action: &'a str,
    pub resource: Uuid,
    pub user: Option<Uuid>,
    pub member: Option<Uuid>,
    pub session: Option<Uuid>,
    pub details: &'a serde_json::Value,
    pub ip: &'a str,
    pub user_agent: &'a str,
    pub request_id: &'a str,
}

impl<'a> AuditEntry<'a> {
    /// The entry, done by nobody who is known yet.
    pub fn new(entry: &'a Entry, caller: &'a Caller) -> Self {
        Self {
            action: entry.action,
            resource: entry.resource,
            user: None,
            member: None,
            session: None,
            details: &entry.details,
            ip: &caller.ip,
            user_agent: &caller.user_agent,
            request_id: &caller.request_id,
        }
    }
}
