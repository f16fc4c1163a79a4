//! What a room remembers of its feed, and what one subscriber is sent of it. No socket, no database and no clock: order,
//! filter and duplicates are decided here and tested here.
//!
//! A subscriber has no queue. It has a number, and asks the room for what came behind it: nothing can be out of order or
//! come twice, and somebody who reads slowly costs no memory.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use domain::live::{Listener, Stretch};
use model::ids::MemberId;
use model::live::{Body, Event, Frame};
use model::permission::{Permission, PermissionSet};

/// How many ids a message names at most. What is longer than a socket's buffer (`handshake`) can be sent to nobody, and a
/// page would come back for it again and again.
pub const NAMED: usize = 100;

/// An event, and the message that everybody who may see it gets.
#[derive(Debug)]
pub struct Entry {
    event: Event,
    message: Utf8Bytes,
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        let named = event.ids.iter().take(NAMED).copied().collect();
        let message = message(event.number, Body::Event(Event { ids: named, ..event }));
        Self { event, message }
    }
}

/// The frame as text.
pub fn message(upto: i64, body: Body) -> Utf8Bytes {
    // Numbers, ids and fixed names: there is nothing in a frame that JSON could refuse.
    serde_json::to_string(&Frame { upto, body }).unwrap_or_default().into()
}

/// A stretch of the feed that follows directly on some number.
#[derive(Debug)]
pub struct Section {
    entries: Vec<Arc<Entry>>,
    upto: i64,
}

impl From<Stretch> for Section {
    fn from(stretch: Stretch) -> Self {
        Self { entries: stretch.events.into_iter().map(|event| Arc::new(event.into())).collect(), upto: stretch.upto }
    }
}

impl Section {
    /// The last number that it says anything about.
    pub fn upto(&self) -> i64 {
        self.upto
    }
}

/// The last events of a room.
#[derive(Debug)]
pub struct Recent {
    /// Every event behind this number is among the entries.
    start: i64,
    position: i64,
    entries: VecDeque<Arc<Entry>>,
    /// How far it had come when it was last told to forget.
    old: i64,
}

impl Recent {
    /// How many events are kept at most.
    const KEPT: usize = 128;

    /// Nothing yet; what comes follows on `position`.
    pub fn new(position: i64) -> Self {
        Self { start: position, position, entries: VecDeque::new(), old: position }
    }

    /// The number of the last event.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Adds what follows. What is there already stays as it is.
    pub fn add(&mut self, stretch: Stretch) {
        let new = stretch.events.into_iter().filter(|event| event.number > self.position);
        self.entries.extend(new.map(|event| Arc::new(event.into())));
        self.position = self.position.max(stretch.upto);
        while self.entries.len() > Self::KEPT {
            self.drop_first();
        }
    }

    /// Forgets what was there when this was last called: called now and then, it keeps what somebody who was gone for a
    /// moment asks for, and leaves an idle room empty.
    pub fn forget_old(&mut self) {
        while self.entries.front().is_some_and(|entry| entry.event.number <= self.old) {
            self.drop_first();
        }
        self.old = self.position;
        self.entries.shrink_to_fit();
    }

    fn drop_first(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.start = entry.event.number;
        }
    }

    /// All that came behind this number; none if that is not remembered.
    pub fn after(&self, number: i64) -> Option<Section> {
        if number < self.start {
            return None;
        }
        let first = self.entries.partition_point(|entry| entry.event.number <= number);
        Some(Section { entries: self.entries.range(first..).cloned().collect(), upto: self.position })
    }
}

/// How far a subscriber has come, and what it may see.
#[derive(Debug)]
pub struct Follower {
    member: MemberId,
    permissions: PermissionSet,
    /// What it may see is known as of this number.
    known: i64,
    upto: i64,
}

/// What follows from a section for a subscriber.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// To be sent, in this order.
    pub messages: Vec<Utf8Bytes>,
    /// The event with this number may have changed what the subscriber may see: nothing may be sent from here on before
    /// that was asked anew, and the rest of the section considered again.
    pub ask: Option<i64>,
}

impl Follower {
    /// Somebody who has everything up to `upto`.
    pub fn new(listener: &Listener, upto: i64) -> Self {
        Self { member: listener.member, permissions: listener.permissions, known: listener.upto, upto }
    }

    /// The last number that was considered.
    pub fn upto(&self) -> i64 {
        self.upto
    }

    /// Whether it is told who is there.
    pub fn sees_presence(&self) -> bool {
        self.permissions.contains(Permission::MemberList)
    }

    /// Goes on to the end of the section, or to the first event that says that its own access may be another now.
    pub fn consider(&mut self, section: &Section) -> Outcome {
        let mut messages = Vec::new();
        let mut unseen = false;
        let mut ask = None;
        let first = section.entries.partition_point(|entry| entry.event.number <= self.upto);
        for entry in &section.entries[first..] {
            if self.is_concerned_by(&entry.event) {
                ask = Some(entry.event.number);
                break;
            }
            self.upto = entry.event.number;
            unseen = !self.permissions.contains(entry.event.kind.permission());
            if !unseen {
                messages.push(entry.message.clone());
            }
        }
        if ask.is_none() && self.upto < section.upto {
            self.upto = section.upto;
            unseen = true;
        }
        if unseen {
            messages.push(message(self.upto, Body::Skipped));
        }
        Outcome { messages, ask }
    }

    fn is_concerned_by(&self, event: &Event) -> bool {
        event.kind.changes_access() && event.number > self.known && event.ids.contains(&self.member.0)
    }

    /// What was asked because of the event `number` was answered. Says whether that is news.
    pub fn learn(&mut self, listener: &Listener, number: i64) -> bool {
        let is_news = self.permissions != listener.permissions;
        self.permissions = listener.permissions;
        self.known = listener.upto.max(number);
        is_news
    }
}

#[cfg(test)]
mod tests;
