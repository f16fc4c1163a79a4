//! The feed of an organization: numbers without gaps, in the order of the commits.

use domain::access::Wake;
use domain::{invitations, live};
use futures::future::join_all;
use model::invitations::InviteMember;
use model::live::EventKind;

use crate::world::{Organization, VIEWER, World, key};

fn invite(office: &Organization, email: String) -> InviteMember {
    InviteMember { email, roles: vec![office.role(VIEWER)], key: key() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_beside_a_hundred_changes_at_once_never_sees_a_gap() {
    const CHANGES: i64 = 100;
    let world = World::new().await;
    let office = world.found("office").await;
    world.verify_everybody().await;
    let changes = join_all((0..CHANGES).map(|number| {
        let (visitor, tenant) = (office.admin.visitor(&world.db), office.public_id.clone());
        let input = invite(&office, format!("person.{number}@example.com"));
        visitor.as_person(|actor| async move { invitations::invite_member(&actor, &tenant, input).await })
    }));
    let changes = tokio::spawn(changes);
    let (mut seen, mut looks) = (0, 0);
    let elsewhere = world.process();
    while seen < CHANGES {
        for event in live::events_after(&elsewhere, office.id, seen, 1000).await.unwrap().events {
            assert_eq!(
                (event.number, event.kind),
                (seen + 1, EventKind::InvitationCreated),
                "a number was passed over"
            );
            seen = event.number;
        }
        looks += 1;
        assert!(!changes.is_finished() || looks < 10_000, "{seen} events of {CHANGES}");
    }
    let invited: Vec<_> = changes.await.unwrap().into_iter().map(|answer| answer.unwrap().id).collect();
    let events = live::events_after(&elsewhere, office.id, 0, 1000).await.unwrap();
    let mut told: Vec<_> =
        events.events.iter().map(|event| event.ids[..] == [event.ids[0]] && event.number > 0).collect();
    told.dedup();
    assert_eq!(told, [true], "one id each");
    assert!(
        invited.iter().all(|id| events.events.iter().any(|event| event.ids[0] == id.0)),
        "one event for each change"
    );
    assert_eq!(live::positions(&elsewhere, &[office.id]).await.unwrap(), [(office.id, CHANGES)]);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_change_wakes_its_own_process_with_its_number_after_it_is_committed() {
    let world = World::new().await;
    let office = world.found("office").await;
    let mut wakes = world.db.wakes();
    let actor = office.admin.actor(&world.db).await;
    for number in 1..=3 {
        let input = invite(&office, format!("person.{number}@example.com"));
        invitations::invite_member(&actor, &office.public_id, input).await.unwrap();
        assert_eq!(wakes.recv().await, Ok(Wake::Feed(office.id, number)));
        let events = live::events_after(&world.process(), office.id, number - 1, 10).await.unwrap();
        assert_eq!(events.events.len(), 1, "whoever is woken finds the event");
    }
    domain::account::sign_out(&actor).await.unwrap();
    assert_eq!(wakes.recv().await, Ok(Wake::Session(actor.session())));
}

#[tokio::test]
async fn a_wake_reaches_another_process() {
    let world = World::new().await;
    let office = world.found("office").await;
    let elsewhere = world.process();
    let mut heard = live::Wakes::listen(&elsewhere).await.unwrap();
    let wakes = [Wake::Feed(office.id, 7), Wake::Session(office.admin.actor(&world.db).await.session())];
    live::notify(&world.db, &wakes).await.unwrap();
    for wake in wakes {
        assert_eq!(heard.next().await.unwrap(), live::Heard::Wake(wake));
    }
}

#[tokio::test]
async fn a_kind_of_a_later_version_is_passed_over() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.invite(&office, "eve@example.com", VIEWER).await;
    world.force("UPDATE control.events SET kind = 'member.promoted'").await;
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let events = live::events_after(&world.db, office.id, 0, 100).await.unwrap();
    assert_eq!(events.events.iter().map(|event| event.number).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn what_is_too_long_ago_cannot_be_caught_up() {
    let world = World::new().await;
    let office = world.found("office").await;
    for email in ["eve@example.com", "mallory@example.com"] {
        world.invite(&office, email, VIEWER).await;
    }
    let can = async |after| live::can_catch_up(&world.db, office.id, after).await.unwrap();
    assert_eq!((can(0).await, can(2).await, can(3).await), (true, true, false), "nobody has seen what is to come");
    world.force("UPDATE control.events SET created_at = now() - interval '25 hours' WHERE number = 1").await;
    assert_eq!((can(0).await, can(1).await), (false, true));
    world
        .force(&format!(
            "INSERT INTO control.events (tenant_id, number, kind, ids)
                SELECT '{}', number, 'member.joined', '{{}}' FROM generate_series(3, 10002) AS number;
            UPDATE control.feed SET position = 10002",
            office.id
        ))
        .await;
    assert_eq!((can(1).await, can(2).await), (false, true), "ten thousand are enough to read");
    world.force("DELETE FROM control.events WHERE number = 3").await;
    assert_eq!((can(2).await, can(3).await), (false, true), "a part that was cleared away");
}

#[tokio::test]
async fn who_has_a_page_open_is_known_to_every_process_until_it_is_closed_or_forgotten() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let page = |member| live::Connection::new(office.id, member);
    let pages = [page(office.admin.member()), page(eve.member()), page(eve.member())];
    live::keep_presence(&world.db, &pages).await.unwrap();
    live::keep_presence(&world.db, &pages).await.unwrap();
    let there = async || {
        let mut found = live::who_is_there(&world.process(), &[office.id]).await.unwrap();
        found.pop().map(|(_, mut members)| {
            members.sort();
            members
        })
    };
    let mut both = vec![office.admin.member(), eve.member()];
    both.sort();
    assert_eq!(there().await, Some(both.clone()));
    live::drop_presence(&world.db, &pages[1..2]).await.unwrap();
    assert_eq!(there().await, Some(both), "another page of hers is open");
    live::drop_presence(&world.db, &pages[2..]).await.unwrap();
    assert_eq!(there().await, Some(vec![office.admin.member()]));
    world.force("UPDATE control.presence SET expires_at = now()").await;
    assert_eq!(there().await, None);
}
