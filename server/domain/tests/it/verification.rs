//! Showing that an address is one's own.

use domain::access::{Actor, SessionToken};
use domain::{account, invitations, tenants};
use futures::future::join_all;
use model::invitations::InviteMember;
use model::{AppError, Code};

use crate::world::{ADMIN, Organization, Person, VIEWER, World, key, sign_up, told};

const EXPIRED: AppError = AppError::Conflict { reason: Code::LinkExpired };

/// An administrator of one organization whom another one invites, before anybody knows whose the address is.
async fn invited_stranger() -> (World, Organization, Person) {
    let world = World::new().await;
    let office = world.found("office").await;
    let (signed_in, _) = account::sign_up(&world.visitor(), sign_up("bricks")).await.unwrap();
    let email = "admin@bricks.example".to_owned();
    world.invite(&office, &email, VIEWER).await;
    (world, office, Person { email, token: SessionToken(signed_in.token), member: None })
}

#[tokio::test]
async fn invitations_are_hidden_until_the_address_is_verified() {
    let (world, _, stranger) = invited_stranger().await;
    let actor = stranger.actor(&world.db).await;
    let view = tenants::list_organizations(&actor).await.unwrap();
    assert_eq!((view.email_verified, view.invitations.len()), (false, 0));
    let invitation = world.look("SELECT id FROM control.invitations").await;
    let early = invitations::accept_by_id(&actor, model::ids::InvitationId(invitation)).await;
    assert_eq!(told(early), EXPIRED, "knowing the id is not enough");

    let token = world.mailed(&stranger.email, "/verify-email/").await;
    account::verify_email(&actor, &token).await.unwrap();
    let view = tenants::list_organizations(&actor).await.unwrap();
    assert!(view.email_verified);
    let [pending] = &view.invitations[..] else { panic!("one invitation waits") };
    assert_eq!((pending.id.0, pending.organization.as_str()), (invitation, "The office organization"));
    let joined = invitations::accept_by_id(&actor, pending.id).await.unwrap();
    assert_eq!(joined.slug.as_str(), "office");
    assert_eq!(tenants::list_organizations(&actor).await.unwrap().invitations.len(), 0);
}

#[tokio::test]
async fn a_link_verifies_once() {
    let (world, _, stranger) = invited_stranger().await;
    let token = world.mailed(&stranger.email, "/verify-email/").await;
    let used = join_all((0..20).map(|_| {
        let token = token.clone();
        stranger.visitor(&world.db).as_person(|actor| async move { account::verify_email(&actor, &token).await })
    }));
    let (accepted, refused): (Vec<_>, Vec<_>) = used.await.into_iter().partition(Result::is_ok);
    assert_eq!(accepted.len(), 1);
    assert!(refused.into_iter().all(|refused| refused == Err(EXPIRED)));
    let actions = world.actions(None).await;
    assert_eq!(actions.iter().filter(|action| *action == "account.email_verified").count(), 1);
}

#[tokio::test]
async fn a_link_that_is_too_old_or_for_another_address_verifies_nothing() {
    let (world, office, stranger) = invited_stranger().await;
    let token = world.mailed(&stranger.email, "/verify-email/").await;
    let (actor, other) = (stranger.actor(&world.db).await, office.admin.actor(&world.db).await);
    let refuses = async |why| {
        assert_eq!(told(account::verify_email(&actor, &token).await), EXPIRED, "{why}");
        let verified: i64 = world.look("SELECT count(*) FROM control.users WHERE email_verified_at IS NOT NULL").await;
        assert_eq!(verified, 0, "{why}");
    };
    assert_eq!(told(account::verify_email(&other, &token).await), EXPIRED, "another person's");
    world.force("UPDATE control.email_verifications SET expires_at = now()").await;
    refuses("too old").await;
    world.force("UPDATE control.email_verifications SET expires_at = now() + interval '1 hour'").await;
    world.force("UPDATE control.users SET email_key = 'x' || email_key").await;
    refuses("the address has changed").await;
    world.force("UPDATE control.users SET email_key = substr(email_key, 2)").await;
    assert!(account::verify_email(&actor, &token).await.is_ok());
    for nonsense in ["", "\0", &"x".repeat(1 << 20)] {
        assert_eq!(told(account::verify_email(&actor, nonsense).await), EXPIRED);
    }
}

#[tokio::test]
async fn a_new_link_can_be_asked_for_until_one_was_used() {
    let (world, _, stranger) = invited_stranger().await;
    let actor = stranger.actor(&world.db).await;
    let first = world.mailed(&stranger.email, "/verify-email/").await;
    account::send_verification(&actor).await.unwrap();
    let second = world.mailed(&stranger.email, "/verify-email/").await;
    assert_ne!(first, second);
    account::verify_email(&actor, &second).await.unwrap();
    let before = world.rows().await;
    account::send_verification(&actor).await.unwrap();
    assert_eq!(world.rows().await, before, "nothing is left to be shown");
}

#[tokio::test]
async fn accepting_a_mailed_invitation_verifies_the_address() {
    let (world, office, stranger) = invited_stranger().await;
    let actor = stranger.actor(&world.db).await;
    let token = world.mailed(&stranger.email, "/invitations/").await;
    invitations::accept_by_token(&actor, &token).await.unwrap();
    assert!(tenants::list_organizations(&actor).await.unwrap().email_verified);

    let newcomer = world.join(&office, "eve@example.com", ADMIN).await;
    assert!(tenants::list_organizations(&newcomer.actor(&world.db).await).await.unwrap().email_verified);
}

#[tokio::test]
async fn a_mail_to_confirm_an_address_can_be_asked_for_ten_times_a_day() {
    let world = World::new().await;
    let admin = world.found("office").await.admin.actor(&world.db).await;
    for _ in 0..10 {
        account::send_verification(&admin).await.unwrap();
    }
    let before = world.rows().await;
    let AppError::RateLimited { retry_after } = told(account::send_verification(&admin).await) else {
        panic!("the eleventh is refused")
    };
    assert!((23 * 3600..=24 * 3600).contains(&retry_after), "{retry_after}");
    assert_eq!(world.rows().await, before);
}

async fn invite(actor: &Actor, organization: &Organization, email: &str) -> domain::Result<()> {
    let input = InviteMember { email: email.to_owned(), roles: vec![organization.role(VIEWER)], key: key() };
    invitations::invite_member(actor, &organization.public_id, input).await.map(drop)
}

#[tokio::test]
async fn whose_address_is_not_verified_invites_five_a_day() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    for number in 0..5 {
        invite(&admin, &office, &format!("person.{number}@example.com")).await.unwrap();
        // What is refused sends nothing, and is not counted.
        told(invite(&admin, &office, "person.0@example.com").await);
    }
    let before = world.rows().await;
    let refused = told(invite(&admin, &office, "eve@example.com").await);
    assert_eq!(refused, AppError::Conflict { reason: Code::EmailUnverified });
    assert_eq!(world.rows().await, before);

    let token = world.mailed(&office.admin.email, "/verify-email/").await;
    account::verify_email(&admin, &token).await.unwrap();
    for number in 5..12 {
        invite(&admin, &office, &format!("person.{number}@example.com")).await.unwrap();
    }
}

#[tokio::test]
async fn an_organization_invites_as_many_a_day_as_is_configured_whoever_does_it() {
    let world = World::with(|config| config.invitations_per_day = 3).await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let second = world.join(&office, "second@example.com", ADMIN).await.actor(&world.db).await;
    let first = office.admin.actor(&world.db).await;
    invite(&first, &office, "a@example.com").await.unwrap();
    invite(&second, &office, "b@example.com").await.unwrap();
    for actor in [&first, &second] {
        let refused = told(invite(actor, &office, "c@example.com").await);
        assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
    }
    let other = bricks.admin.actor(&world.db).await;
    assert!(invite(&other, &bricks, "c@example.com").await.is_ok(), "another organization is not meant");
}
