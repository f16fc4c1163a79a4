//! The isolation matrix: every entry point × every kind of caller × own, foreign and absent tenant.
//!
//! The entry points are not written down here, they are asked of the program: server functions of their registry, pages
//! of the route list, plain routes of the table that the router is built from, events of their enum. One that has no row
//! fails a test, so that nothing can be added without saying who may do it. A foreign tenant must answer exactly as one
//! that does not exist: same status, headers and body, apart from the request's id. An invitation's link is another
//! matter: it was mailed, so whoever holds its secret is shown what it offers, and only the invited person can accept it.

mod accounts;
mod callers;
mod functions;
mod hammer;
mod ids;
mod operators_door;
mod pages;
mod plain;
mod shut;

use model::live::EventKind;
use model::permission::Permission;

/// Kinds of callers that belong to features which do not exist yet. Whoever builds one moves it into the matrix.
const ABSENT_CALLERS: [&str; 2] = ["API key of another tenant", "access token"];

/// Kinds of entry points that do not exist yet.
const ABSENT_ENTRY_POINTS: [&str; 2] = ["REST route", "job"];

#[test]
fn what_does_not_exist_yet_is_named() {
    // The names are the documentation: `docs/security.md` repeats them.
    let document = include_str!("../../../docs/security.md");
    for name in ABSENT_CALLERS.into_iter().chain(ABSENT_ENTRY_POINTS) {
        assert!(document.contains(name), "docs/security.md does not say that there is no {name} yet");
    }
}

/// Who hears of what: one row for each kind of event.
#[test]
fn every_event_says_who_may_hear_it() {
    let rows = EventKind::ALL.iter().map(|kind| (kind.as_str(), kind.permission()));
    let rows: Vec<_> = rows.collect();
    assert_eq!(
        rows,
        [
            ("member.joined", Permission::MemberList),
            ("member.roles_changed", Permission::MemberList),
            ("member.removed", Permission::MemberList),
            ("member.restored", Permission::MemberList),
            ("member.profile_changed", Permission::MemberList),
            ("tenant.updated", Permission::MemberList),
            ("tenant.archived", Permission::MemberList),
            ("tenant.restored", Permission::MemberList),
            ("member.suspended", Permission::MemberList),
            ("member.reinstated", Permission::MemberList),
            ("invitation.created", Permission::MemberInvite),
            ("invitation.resent", Permission::MemberInvite),
            ("invitation.revoked", Permission::MemberInvite),
        ]
    );
}
