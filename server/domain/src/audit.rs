//! What a change leaves behind: entries of the audit log and an event for open pages.

use model::ids::{MemberId, SessionId, UserId};
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
