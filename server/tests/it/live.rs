//! Open pages over real sockets, with two servers over one database.

mod barred;
mod clients;
mod crowd;
mod sessions;
mod world;

use std::time::Duration;

use domain::{account, invitations, members};
use model::ids::MemberId;
use model::live::{Body, EventKind, Frame, close};
use model::roles::DefaultRole;
use server::live::Pace;
use sqlx::{Connection as _, Executor as _, PgConnection};

use world::{ABEL, ADAM, BEA, Socket, World, slow_looks};

use crate::serving::bounded;

/// Neither announcements nor pings: only the looks at the tables are at work.
fn looks_only() -> Pace {
    Pace { look: Duration::from_millis(100), gather: Duration::from_hours(1), ..Pace::default() }
}

#[tokio::test]
async fn a_page_hears_what_happens_in_another_process() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let mut page = world.b.page(&abel, &world.office).await;
    let invited = world.invite(&world.a, &abel, "new@office.example").await;
    let event = page.event().await;
    assert_eq!((event.kind, event.ids), (EventKind::InvitationCreated, vec![invited.0]));

    let actor = world.b.actor(&abel).await;
    invitations::revoke_invitation(&actor, &world.office, invited).await.unwrap();
    assert_eq!(page.event().await.kind, EventKind::InvitationRevoked);
}

#[tokio::test]
async fn a_lost_announcement_costs_a_moment_and_no_event() {
    let world = World::new(looks_only()).await;
    let abel = world.a.sign_in(ABEL).await;
    let mut page = world.b.page(&abel, &world.office).await;
    world.invite(&world.a, &abel, "new@office.example").await;
    assert_eq!(page.event().await.kind, EventKind::InvitationCreated);
    account::sign_out(&world.a.actor(&abel).await).await.unwrap();
    assert_eq!(page.close_code().await, close::SIGNED_OUT);
}

#[tokio::test]
async fn a_broken_line_to_the_database_costs_no_event() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let mut page = world.b.page(&abel, &world.office).await;
    let mut superuser = PgConnection::connect_with(&world.database.superuser()).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(superuser.execute(end).await.unwrap().rows_affected(), 2);
    world.invite(&world.a, &abel, "new@office.example").await;
    assert_eq!(page.event().await.kind, EventKind::InvitationCreated);
}

#[tokio::test]
async fn another_organizations_events_never_come() {
    let world = World::new(slow_looks()).await;
    let (abel, bea) = (world.a.sign_in(ABEL).await, world.a.sign_in(BEA).await);
    // Abel is at home in both, and has a page of each open.
    let mut office = world.b.page(&abel, &world.office).await;
    let mut bricks = world.b.page(&bea, &world.bricks).await;
    for number in 0..20 {
        world.invite(&world.a, &abel, &format!("{number}@office.example")).await;
    }
    let own = world.invite_to(&world.a, &bea, &world.bricks, "new@bricks.example").await;
    assert_eq!(bricks.event().await.ids, [own.0]);
    for _ in 0..20 {
        assert_ne!(office.event().await.ids, [own.0]);
    }
    let last = world.invite(&world.a, &abel, "last@office.example").await;
    assert_eq!(office.event().await.ids, [last.0]);
}

#[tokio::test]
async fn who_may_not_see_an_event_is_told_the_number_only() {
    let world = World::new(slow_looks()).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let mut page = world.b.page(&adam, &world.office).await;
    let before = page.upto;
    for number in 0..5 {
        world.invite(&world.a, &abel, &format!("{number}@office.example")).await;
    }
    while page.upto < before + 5 {
        let frame = page.next().await;
        assert!(matches!(frame.body, Body::Skipped | Body::Ready | Body::Presence { .. }), "{frame:?}");
    }
    // An event that an Editor may see still comes.
    world.change_role(&world.a, &abel, world.member("emre@office.example").await, DefaultRole::Editor).await;
    assert_eq!(page.event().await.kind, EventKind::MemberRolesChanged);
}

#[tokio::test]
async fn a_removed_member_is_shown_out_in_every_process_and_hears_nothing_after() {
    let world = World::new(slow_looks()).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let mut pages = [world.a.page(&adam, &world.office).await, world.b.page(&adam, &world.office).await];
    let mut witness = world.b.page(&abel, &world.office).await;
    let member = world.member(ADAM).await;
    members::remove_member(&world.a.actor(&abel).await, &world.office, member).await.unwrap();
    world.change_role(&world.a, &abel, world.member("emre@office.example").await, DefaultRole::Editor).await;
    let removed = witness.event().await;
    assert_eq!((removed.kind, &removed.ids[..]), (EventKind::MemberRemoved, &[member.0][..]));
    for page in &mut pages {
        let (frames, code) = page.rest().await;
        assert_eq!(code, close::NOT_A_MEMBER);
        assert!(frames.iter().all(|frame| frame.upto < removed.number), "{frames:?}");
    }
    assert_eq!(world.b.refused(Some(&adam), &format!("?tenant={}", world.office)).await.status, 404);
}

#[tokio::test]
async fn a_lost_role_counts_from_its_own_place_in_the_feed() {
    let world = World::new(slow_looks()).await;
    let (abel, dalia) = (world.a.sign_in(ABEL).await, world.a.sign_in("dalia@office.example").await);
    let mut page = world.b.page(&dalia, &world.office).await;
    world.invite(&world.a, &abel, "before@office.example").await;
    let member = world.member("dalia@office.example").await;
    world.change_role(&world.a, &abel, member, DefaultRole::Viewer).await;
    world.invite(&world.a, &abel, "after@office.example").await;
    let last = world.change_role(&world.a, &abel, world.member("emre@office.example").await, DefaultRole::Editor).await;

    let mut said = Vec::new();
    while page.upto < last {
        let frame = page.next().await;
        match frame.body {
            Body::Event(event) => said.push(event.kind.as_str()),
            Body::Access => said.push("access"),
            Body::Ready | Body::Skipped | Body::Reload | Body::Presence { .. } => (),
        }
    }
    assert_eq!(said, ["invitation.created", "access", "member.roles_changed", "member.roles_changed"]);
}

#[tokio::test]
async fn a_page_that_was_away_gets_what_it_missed_in_order() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let page = world.b.page(&abel, &world.office).await;
    let from = page.upto;
    drop(page);
    for number in 0..5 {
        world.invite(&world.a, &abel, &format!("{number}@office.example")).await;
    }
    // Once from the table, in a room of its own; once from what the room remembers.
    let mut first = None;
    for _ in 0..2 {
        let mut page = world.b.open(&abel, &world.office, from).await;
        let missed = page.until_ready().await;
        assert_eq!(
            missed.iter().map(|frame| frame.upto).collect::<Vec<_>>(),
            (from + 1..=from + 5).collect::<Vec<_>>()
        );
        first = first.or(Some(page));
    }
}

#[tokio::test]
async fn a_gap_too_long_too_old_or_from_the_future_means_reading_everything_again() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let from = world.b.page(&abel, &world.office).await.upto;
    world.fill_feed(&abel, 10_001, 0).await;
    let last = from + 10_001;
    let reload = |upto| vec![Frame { upto, body: Body::Reload }];

    assert_eq!(world.b.open(&abel, &world.office, from).await.until_ready().await, reload(last));
    assert_eq!(world.b.open(&abel, &world.office, last + 1).await.until_ready().await, reload(last));
    assert_eq!(world.b.open(&abel, &world.office, -1).await.until_ready().await, reload(last));
    assert_eq!(world.b.open(&abel, &world.office, last).await.until_ready().await, []);
    let missed = world.b.open(&abel, &world.office, from + 1).await.until_ready().await;
    assert_eq!(missed.iter().map(|frame| frame.upto).collect::<Vec<_>>(), (from + 2..=last).collect::<Vec<_>>());

    let age = "UPDATE control.events SET created_at = now() - interval '25 hours'";
    world.by_hand(format!("{age} WHERE number = {from} + 3")).await;
    assert_eq!(world.b.open(&abel, &world.office, from + 2).await.until_ready().await, reload(last));
}

#[tokio::test]
async fn a_change_of_thousands_reaches_open_pages_and_those_who_come_back() {
    let world = World::new(looks_only()).await;
    let abel = world.a.sign_in(ABEL).await;
    let mut page = world.b.page(&abel, &world.office).await;
    let from = world.fill_feed(&abel, 1, 10_000).await;
    assert_eq!(page.event().await.number, from + 1);
    // From the table: in that process nobody was there when it happened.
    let mut back = world.a.open(&abel, &world.office, from).await;
    assert_eq!(back.event().await.number, from + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_changes_at_once_come_in_order_and_once() {
    let world = World::new(slow_looks()).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let mut pages = [world.a.page(&abel, &world.office).await, world.b.page(&abel, &world.office).await];
    let mut editor = world.b.page(&adam, &world.office).await;
    let from = editor.upto;
    let changes = (0..200).map(|number| {
        let server = if number % 2 == 0 { &world.a } else { &world.b };
        let (world, abel) = (&world, &abel);
        async move { world.invite(server, abel, &format!("{number}@office.example")).await }
    });
    // A page that comes in the middle of it misses nothing either.
    let (_, mut late) = tokio::join!(futures::future::join_all(changes), world.b.open(&abel, &world.office, from));
    for page in pages.iter_mut().chain([&mut late]) {
        let mut numbers = Vec::new();
        while numbers.len() < 200 {
            numbers.push(page.event().await.number);
        }
        assert_eq!(numbers, (from + 1..=from + 200).collect::<Vec<_>>());
    }
    while editor.upto < from + 200 {
        assert!(!matches!(editor.next().await.body, Body::Event(_)));
    }
}

#[tokio::test]
async fn members_see_each_other_come_and_go() {
    let world = World::new(Pace { look: Duration::from_millis(100), ..Pace::default() }).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let (abels, adams) = (world.member(ABEL).await, world.member(ADAM).await);
    let mut page = world.a.page(&abel, &world.office).await;
    page.until_present(&[abels]).await;
    let other = world.b.page(&adam, &world.office).await;
    page.until_present(&[abels, adams]).await;
    // A second page of the same person, in the other process: still there when one of the two is closed.
    let mut second = world.a.page(&adam, &world.office).await;
    second.until_present(&[abels, adams]).await;
    drop(other);
    drop(second);
    page.until_present(&[abels]).await;
}

#[tokio::test]
async fn a_stopping_server_says_goodbye() {
    let world = World::new(slow_looks()).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let abels = world.member(ABEL).await;
    let mut page = world.b.page(&adam, &world.office).await;
    let mut other = world.a.page(&abel, &world.office).await;
    let World { a, b, .. } = &world;
    let ((), code) = tokio::join!(b.stop(), page.close_code());
    assert_eq!(code, 1001);
    // Its people are gone too, which the other process sees at its next comings and goings.
    let _again = a.page(&abel, &world.office).await;
    other.until_present(&[abels]).await;
}

#[tokio::test]
async fn only_members_with_a_session_get_in() {
    let world = World::new(slow_looks()).await;
    let adam = world.a.sign_in(ADAM).await;
    let own = format!("?tenant={}", world.office);
    assert_eq!(world.a.refused(None, &own).await.status, 401);

    let foreign = world.a.refused(Some(&adam), &format!("?tenant={}", world.bricks)).await;
    assert_eq!(foreign.status, 404);
    for absent in ["?tenant=aaaaaaaaaaaa", "?tenant=", "", "?tenant=%00", "?tenant=aaaaaaaaaaaa&from=x"] {
        assert_eq!(world.a.refused(Some(&adam), absent).await, foreign, "{absent}");
    }
    assert_eq!(world.a.refused(Some(&adam), &format!("{own}&from=x")).await.status, 422);
}

#[tokio::test]
async fn pages_of_other_sites_get_no_socket() {
    let world = World::new(slow_looks()).await;
    let abel = world.a.sign_in(ABEL).await;
    let own = format!("?tenant={}", world.office);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(world.a.refused_from(origin, Some(&abel), &own).await.status, 403, "{origin}");
    }
}

impl World {
    /// The member with this address at Office Inc.
    async fn member(&self, email: &str) -> MemberId {
        self.member_of(&self.office, ABEL, email).await
    }
}

impl Socket {
    /// Waits until exactly these members are there.
    async fn until_present(&mut self, expected: &[MemberId]) {
        let mut expected = expected.to_vec();
        expected.sort();
        let present = async {
            while self.present.as_ref() != Some(&expected) {
                self.next().await;
            }
        };
        bounded("who is there", present).await;
    }
}
