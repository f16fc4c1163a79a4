//! What somebody changed by hand in the database. No feed and no announcement tells of it: the looks at the tables close
//! the pages that it concerns, and no others.

use model::ids::PublicId;
use model::live::{EventKind, close};

use super::looks_only;
use super::world::{ABEL, ADAM, BEA, Session, Socket, World};

/// This page goes on to hear what happens there.
async fn still_hears(world: &World, page: &mut Socket, by: &Session, tenant: &PublicId) {
    world.invite_to(&world.a, by, tenant, "new@example.com").await;
    assert_eq!(page.event().await.kind, EventKind::InvitationCreated);
}

#[tokio::test]
async fn a_member_removed_by_hand_is_shown_out() {
    let world = World::new(looks_only()).await;
    let (abel, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let mut removed = world.b.page(&adam, &world.office).await;
    let mut colleague = world.b.page(&abel, &world.office).await;
    let member = world.member(ADAM).await;
    let removal = "UPDATE control.memberships SET status = 'removed', removed_at = now()";
    world.by_hand(format!("{removal} WHERE id = '{member}'")).await;
    assert_eq!(removed.close_code().await, close::NOT_A_MEMBER);
    still_hears(&world, &mut colleague, &abel, &world.office).await;
}

#[tokio::test]
async fn an_organization_suspended_by_hand_is_empty_and_says_why() {
    let world = World::new(looks_only()).await;
    let (abel, bea) = (world.a.sign_in(ABEL).await, world.a.sign_in(BEA).await);
    let mut office = world.b.page(&abel, &world.office).await;
    // The same person by the same session.
    let mut bricks = world.b.page(&abel, &world.bricks).await;
    let mut colleague = world.a.page(&bea, &world.bricks).await;
    world
        .by_hand(format!("UPDATE control.tenants SET status = 'suspended' WHERE public_id = '{}'", world.bricks))
        .await;
    assert_eq!(bricks.close_code().await, close::SUSPENDED);
    assert_eq!(colleague.close_code().await, close::SUSPENDED);
    still_hears(&world, &mut office, &abel, &world.office).await;
}

#[tokio::test]
async fn a_session_that_ends_by_time_closes_its_pages() {
    let world = World::new(looks_only()).await;
    let (here, elsewhere) = (world.a.sign_in(ABEL).await, world.a.sign_in(ABEL).await);
    let mut page = world.b.page(&here, &world.office).await;
    let mut other_session = world.b.page(&elsewhere, &world.office).await;
    let session = world.a.actor(&here).await.session();
    world.by_hand(format!("UPDATE control.sessions SET expires_at = now() WHERE id = '{session}'")).await;
    assert_eq!(page.close_code().await, close::SIGNED_OUT);
    still_hears(&world, &mut other_session, &elsewhere, &world.office).await;
}
