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

/// An event, and the message that everybody who may see it gets.
#[derive(Debug)]
pub struct Entry {
    event: Event,
    message: Utf8Bytes,
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        // A socket's buffer holds no message that names thousands: a page that could not be sent it would come back for it
        // again and again.
        let named = event.ids.iter().take(Event::NAMED).copied().collect();
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
mod tests {
    use domain::live::Listener;
    use model::ids::{SessionId, TenantId};
    use model::live::EventKind;
    use uuid::Uuid;

    use super::*;

    const ME: MemberId = MemberId(Uuid::from_u128(1));
    const OTHER: MemberId = MemberId(Uuid::from_u128(2));

    fn event(number: i64, kind: EventKind, of: MemberId) -> Event {
        Event { number, kind, ids: vec![of.0] }
    }

    fn listener(permissions: &[Permission], upto: i64) -> Listener {
        Listener {
            tenant: TenantId(Uuid::nil()),
            member: ME,
            session: SessionId(Uuid::nil()),
            permissions: permissions.iter().copied().collect(),
            upto,
        }
    }

    fn stretch(events: &[Event]) -> Stretch {
        Stretch { events: events.to_vec(), upto: events.last().unwrap().number }
    }

    fn invitations(numbers: std::ops::RangeInclusive<i64>) -> Stretch {
        let events: Vec<_> = numbers.map(|number| event(number, EventKind::InvitationCreated, OTHER)).collect();
        stretch(&events)
    }

    fn frames(outcome: &Outcome) -> Vec<Frame> {
        outcome.messages.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    fn numbers(outcome: &Outcome) -> Vec<i64> {
        frames(outcome).iter().map(|frame| frame.upto).collect()
    }

    #[test]
    fn everything_comes_once_and_in_order_however_it_is_cut() {
        let mut recent = Recent::new(0);
        let mut follower = Follower::new(&listener(&[Permission::MemberInvite], 0), 0);
        let mut seen = Vec::new();
        for stretch in [invitations(1..=3), invitations(2..=4), invitations(1..=4), invitations(5..=5)] {
            recent.add(stretch);
            seen.extend(numbers(&follower.consider(&recent.after(follower.upto()).unwrap())));
            // The same again: a table's page and the room's memory may overlap.
            seen.extend(numbers(&follower.consider(&recent.after(0).unwrap())));
        }
        assert_eq!(seen, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_may_not_be_seen_moves_the_number_by_one_message() {
        let mut follower = Follower::new(&listener(&[Permission::MemberList], 0), 0);
        let outcome = follower.consider(&invitations(1..=50).into());
        assert_eq!(frames(&outcome), [Frame { upto: 50, body: Body::Skipped }]);

        let joined = event(53, EventKind::MemberJoined, OTHER);
        let events = [invitations(51..=52).events, vec![joined.clone()]].concat();
        let outcome = follower.consider(&stretch(&events).into());
        assert_eq!(frames(&outcome), [Frame { upto: 53, body: Body::Event(joined) }]);
    }

    /// The last of many is asked about as the first is, though no message names it.
    #[test]
    fn a_message_names_a_hundred_and_whoever_is_concerned_is_asked_about_all_the_same() {
        let ids: Vec<_> = (100..10_099).map(Uuid::from_u128).chain([ME.0]).collect();
        let section: Section = stretch(&[Event { number: 1, kind: EventKind::MemberRolesChanged, ids }]).into();
        let mut follower = Follower::new(&listener(&[Permission::MemberList], 0), 0);
        assert_eq!(follower.consider(&section).ask, Some(1));
        follower.learn(&listener(&[Permission::MemberList], 1), 1);
        let outcome = follower.consider(&section);
        assert!(outcome.messages[0].len() < 8 * 1024, "{} bytes", outcome.messages[0].len());
        let Frame { body: Body::Event(event), .. } = frames(&outcome).remove(0) else {
            panic!("no event: {outcome:?}")
        };
        assert_eq!(event.ids.len(), Event::NAMED);
    }

    #[test]
    fn nothing_is_said_when_nothing_is_new() {
        let mut follower = Follower::new(&listener(&[], 7), 7);
        assert_eq!(follower.consider(&Recent::new(7).after(7).unwrap()).messages, Vec::<Utf8Bytes>::new());
        // A room that is behind: another process told the subscriber more already.
        assert_eq!(follower.consider(&Recent::new(5).after(7).unwrap()).messages, Vec::<Utf8Bytes>::new());
        assert_eq!(follower.upto(), 7);
    }

    #[test]
    fn kinds_of_a_newer_program_move_the_number() {
        let mut recent = Recent::new(0);
        recent.add(Stretch { events: Vec::new(), upto: 4 });
        let mut follower = Follower::new(&listener(&[], 0), 0);
        assert_eq!(numbers(&follower.consider(&recent.after(0).unwrap())), [4]);
    }

    #[test]
    fn nothing_behind_a_change_of_ones_own_access_is_sent_before_it_was_asked_anew() {
        let events = [
            event(1, EventKind::InvitationCreated, OTHER),
            event(2, EventKind::MemberRolesChanged, OTHER),
            event(3, EventKind::MemberRolesChanged, ME),
            event(4, EventKind::InvitationCreated, OTHER),
            event(5, EventKind::MemberRemoved, ME),
        ];
        let section: Section = stretch(&events).into();
        let before = listener(&[Permission::MemberInvite, Permission::MemberList], 0);
        let mut follower = Follower::new(&before, 0);
        let outcome = follower.consider(&section);
        assert_eq!((numbers(&outcome), outcome.ask), (vec![1, 2], Some(3)));

        assert!(follower.learn(&listener(&[Permission::MemberList], 3), 3));
        let outcome = follower.consider(&section);
        assert_eq!(outcome.ask, Some(5));
        let skipped = Frame { upto: 4, body: Body::Skipped };
        assert_eq!(frames(&outcome), [Frame { upto: 3, body: Body::Event(events[2].clone()) }, skipped]);
    }

    #[test]
    fn changes_that_the_answer_includes_are_not_asked_about() {
        let events = [event(1, EventKind::MemberRolesChanged, ME), event(2, EventKind::MemberRolesChanged, ME)];
        let mut follower = Follower::new(&listener(&[Permission::MemberList], 1), 0);
        let outcome = follower.consider(&stretch(&events).into());
        assert_eq!((numbers(&outcome), outcome.ask), (vec![1], Some(2)));
    }

    #[test]
    fn a_room_keeps_the_last_events_and_says_when_that_is_not_enough() {
        let mut recent = Recent::new(0);
        recent.add(invitations(1..=200));
        assert!(recent.after(71).is_none());
        assert_eq!(recent.after(72).unwrap().entries.len(), Recent::KEPT);
        assert_eq!(recent.after(200).unwrap().entries.len(), 0);
    }

    #[test]
    fn an_idle_room_is_empty_after_a_while_and_misses_nothing() {
        let mut recent = Recent::new(0);
        recent.add(invitations(1..=3));
        recent.forget_old();
        assert_eq!(recent.after(0).unwrap().entries.len(), 3);
        recent.add(invitations(4..=4));
        recent.forget_old();
        assert!(recent.after(2).is_none());
        assert_eq!(recent.after(3).unwrap().entries.len(), 1);
        recent.forget_old();
        assert_eq!(recent.entries.capacity(), 0);
        assert_eq!(recent.after(4).unwrap().entries.len(), 0);
    }
}
