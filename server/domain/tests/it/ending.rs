//! The ways out of an organization: leaving it, putting it away, and taking it out again.

use domain::{live, members, settings, tenants};
use futures::future::join;
use model::ids::PublicId;
use model::live::{EventKind, close};
use model::members::ListMembers;
use model::permission::Permission;
use model::tenants::ArchiveOrganization;
use model::{AppError, Code};

use crate::world::{ADMIN, EDITOR, VIEWER, World, as_typed, told};

const LAST: AppError = AppError::Conflict { reason: Code::LastAdmin };

fn confirmed(slug: &str) -> ArchiveOrganization {
    ArchiveOrganization { confirmation: slug.to_owned() }
}

#[tokio::test]
async fn whoever_leaves_is_out_from_the_next_call_on_in_every_process_and_is_not_brought_back() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let elsewhere = world.process();
    let remembering = eve.actor(&elsewhere).await;
    members::list_members(&remembering, &office.public_id, &ListMembers::default()).await.unwrap();

    let actor = eve.actor(&world.db).await;
    tenants::leave_organization(&actor, &office.public_id).await.unwrap();
    for actor in [&actor, &remembering] {
        let listed = members::list_members(actor, &office.public_id, &ListMembers::default()).await;
        assert_eq!(told(listed), AppError::NotFound);
        assert_eq!(told(tenants::leave_organization(actor, &office.public_id).await), AppError::NotFound);
    }
    let admin = office.admin.actor(&world.db).await;
    let restored = members::restore_member(&admin, &office.public_id, eve.member()).await;
    assert_eq!(told(restored), AppError::Conflict { reason: Code::TooLate });
    assert_eq!(world.actions(Some(office.id)).await.last().unwrap(), "member.left");
    let events = live::events_after(&world.db, office.id, 0, 100).await.unwrap().events;
    let left = events.last().unwrap();
    assert_eq!((left.kind, left.ids.as_slice()), (EventKind::MemberRemoved, [eve.member().0].as_slice()));
}

#[tokio::test]
async fn the_last_administrator_cannot_leave() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    world.join(&office, "eve@example.com", EDITOR).await;
    let before = world.rows().await;
    assert_eq!(told(tenants::leave_organization(&admin, &office.public_id).await), LAST);
    assert_eq!(world.rows().await, before);
    world.join(&office, "second@example.com", ADMIN).await;
    tenants::leave_organization(&admin, &office.public_id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_last_administrators_who_leave_at_once_exactly_one_does() {
    let world = World::new().await;
    let office = world.found("office").await;
    let second = world.join(&office, "second@example.com", ADMIN).await;
    let (first, second) = (office.admin.actor(&world.db).await, second.actor(&world.db).await);
    for round in 0..20 {
        let answers = join(
            tenants::leave_organization(&first, &office.public_id),
            tenants::leave_organization(&second, &office.public_id),
        );
        let refused = match answers.await {
            (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused.tell(),
            answers => panic!("round {round}: {answers:?}"),
        };
        assert_eq!(refused, LAST, "round {round}");
        world.force("UPDATE control.memberships SET status = 'active', removed_at = NULL").await;
    }
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}

#[tokio::test]
async fn an_organization_that_is_put_away_is_gone_for_everybody_and_listed_for_who_may_take_it_out() {
    let world = World::new().await;
    let office = world.found("office").await;
    let editor = world.join(&office, "eve@example.com", EDITOR).await.actor(&world.db).await;
    let admin = office.admin.actor(&world.db).await;
    let listener = live::listener(&admin, &office.public_id).await.unwrap();
    for typed in ["", "OFFICE INC", "bricks"] {
        let refused = told(tenants::archive_organization(&admin, &office.public_id, confirmed(typed)).await);
        assert_eq!(refused, AppError::invalid("confirmation", Code::NotConfirmed), "{typed:?}");
    }
    let denied = AppError::PermissionDenied { required: Permission::OrganizationArchive.into() };
    assert_eq!(told(tenants::archive_organization(&editor, &office.public_id, confirmed("office")).await), denied);

    tenants::archive_organization(&admin, &office.public_id, confirmed("office")).await.unwrap();
    for actor in [&admin, &editor] {
        assert_eq!(told(tenants::enter_tenant(actor, "office").await), AppError::NotFound);
        assert_eq!(told(settings::read_settings(actor, &office.public_id).await), AppError::NotFound);
        assert_eq!(told(settings::read_logo(actor, &office.public_id).await.map(drop)), AppError::NotFound);
        let again = tenants::archive_organization(actor, &office.public_id, confirmed("office")).await;
        assert_eq!(told(again), AppError::NotFound);
        assert!(tenants::list_organizations(actor).await.unwrap().organizations.is_empty());
    }
    // Its sockets are closed by the look that each process takes once a second.
    let barred = live::barred_claims(&world.db, &[listener.claim()]).await.unwrap();
    assert_eq!(barred, [(listener.claim(), close::ARCHIVED)]);
    let archived = tenants::list_organizations(&admin).await.unwrap().archived;
    assert_eq!(archived.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["office"]);
    assert!(tenants::list_organizations(&editor).await.unwrap().archived.is_empty());
}

#[tokio::test]
async fn taken_out_again_it_is_as_it_was() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let editor = world.join(&office, "eve@example.com", EDITOR).await.actor(&world.db).await;
    let (admin, stranger) = (office.admin.actor(&world.db).await, bricks.admin.actor(&world.db).await);
    let before = settings::read_settings(&admin, &office.public_id).await.unwrap();
    // One that is not put away is nothing to take out.
    assert_eq!(told(tenants::restore_organization(&admin, &office.public_id).await), AppError::NotFound);
    tenants::archive_organization(&admin, &office.public_id, confirmed("office")).await.unwrap();
    // Who may not is told the same as of one that is not there.
    for tenant in [&office.public_id, &PublicId::from_bits(0)] {
        for actor in [&editor, &stranger] {
            assert_eq!(told(tenants::restore_organization(actor, tenant).await), AppError::NotFound);
        }
    }
    assert_eq!(tenants::restore_organization(&admin, &office.public_id).await.unwrap().as_str(), "office");
    assert_eq!(settings::read_settings(&admin, &office.public_id).await.unwrap(), before);
    assert_eq!(tenants::enter_tenant(&editor, "office").await.unwrap().title, before.title);
    let actions = world.actions(Some(office.id)).await;
    assert_eq!(actions[actions.len() - 2..], ["tenant.archived", "tenant.restored"]);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
    assert_eq!(told(tenants::restore_organization(&admin, &office.public_id).await), AppError::NotFound);
}

#[tokio::test]
async fn an_organization_that_an_operator_has_suspended_is_neither_put_away_nor_taken_out() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let seen = settings::read_settings(&admin, &office.public_id).await.unwrap();
    world.force("UPDATE control.tenants SET status = 'suspended'").await;
    let archived = tenants::archive_organization(&admin, &office.public_id, confirmed("office")).await;
    assert_eq!(told(archived), AppError::NotFound);
    assert_eq!(told(tenants::restore_organization(&admin, &office.public_id).await), AppError::NotFound);
    assert_eq!(told(settings::update_settings(&admin, &office.public_id, as_typed(&seen)).await), AppError::NotFound);
    assert!(tenants::list_organizations(&admin).await.unwrap().archived.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_take_it_out_at_once_exactly_one_does() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    tenants::archive_organization(&admin, &office.public_id, confirmed("office")).await.unwrap();
    let tries = (0..8).map(|_| tenants::restore_organization(&admin, &office.public_id));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(world.broken_links(Some(office.id)).await, [] as [i64; 0]);
}
