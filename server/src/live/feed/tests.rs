//! Order, filter and duplicates, without a socket.

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
    let Frame { body: Body::Event(event), .. } = frames(&outcome).remove(0) else { panic!("no event: {outcome:?}") };
    assert_eq!(event.ids.len(), NAMED);
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
