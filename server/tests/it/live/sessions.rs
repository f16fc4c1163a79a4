//! What becomes of a session's pages when it ends, or goes on under another token.

use domain::access::SessionToken;
use domain::account;
use model::account::ChangePassword;
use model::live::{EventKind, close};
use model::roles::DefaultRole;
use testkit::PASSWORD;

use super::world::{ABEL, ADAM, Session, World, slow_looks};

#[tokio::test]
async fn signing_out_closes_the_sessions_pages_and_no_others() {
    let world = World::new(slow_looks()).await;
    let (here, elsewhere) = (world.a.sign_in(ABEL).await, world.a.sign_in(ABEL).await);
    let mut page = world.b.page(&here, &world.office).await;
    let mut other_organization = world.b.page(&here, &world.bricks).await;
    let mut other_session = world.b.page(&elsewhere, &world.office).await;
    account::sign_out(&world.a.actor(&here).await).await.unwrap();
    assert_eq!(page.close_code().await, close::SIGNED_OUT);
    assert_eq!(other_organization.close_code().await, close::SIGNED_OUT);
    world.invite(&world.a, &elsewhere, "new@office.example").await;
    assert_eq!(other_session.event().await.kind, EventKind::InvitationCreated);
    assert_eq!(world.b.refused(Some(&here), &format!("?tenant={}", world.office)).await.status, 401);
}

#[tokio::test]
async fn another_password_has_the_session_s_pages_come_again_by_its_new_token() {
    let world = World::new(slow_looks()).await;
    let (here, adam) = (world.a.sign_in(ABEL).await, world.a.sign_in(ADAM).await);
    let emre = world.member("emre@office.example").await;
    let mut page = world.b.page(&here, &world.office).await;
    let mut colleague = world.b.page(&adam, &world.office).await;
    let form = ChangePassword { current_password: PASSWORD.to_owned(), password: "a bicycle for the moon".to_owned() };
    let renewed = account::change_password(&world.a.actor(&here).await, form).await.unwrap();
    // "Try again later", as IANA's registry of close codes has it.
    assert_eq!(page.close_code().await, 1013);
    assert_eq!(world.b.refused(Some(&here), &format!("?tenant={}", world.office)).await.status, 401);
    let renewed = Session(SessionToken(renewed.token));
    let _again = world.b.page(&renewed, &world.office).await;
    world.change_role(&world.b, &renewed, emre, DefaultRole::Editor).await;
    assert_eq!(colleague.event().await.kind, EventKind::MemberRolesChanged);
}
