//! Being asked, and accepting.

use domain::access::{Caller, SessionToken, Visitor};
use domain::{invitations, members, tenants};
use futures::future::join_all;
use model::ids::InvitationId;
use model::invitations::Recipient;
use model::members::ListMembers;
use model::permission::Permission;
use model::{AppError, Code, Fields};

use super::{EXPIRED, form, neighbours};
use crate::world::{ADMIN, EDITOR, Person, VIEWER, World, told, visitor};

#[tokio::test]
async fn an_invited_person_makes_an_account_and_is_in_with_the_roles_that_were_offered() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.invite(&office, "Eve@Example.com", EDITOR).await;
    let offer = invitations::read_offer(&world.visitor(), &token).await.unwrap();
    assert_eq!(offer.email, "Eve@Example.com");
    assert_eq!(offer.recipient, Recipient::NewAccount);
    assert_eq!(
        (offer.invitation.organization.as_str(), offer.invitation.roles),
        ("The office organization", vec![EDITOR.to_owned()])
    );

    let accepted = invitations::accept_as_new_account(&world.visitor(), &token, form()).await;
    let (signed_in, joined) = accepted.unwrap();
    let visitor = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let eve = visitor.authenticate().await.unwrap();
    assert_eq!(tenants::enter_tenant(&eve, joined.slug.as_str()).await.unwrap().me.name, "Eve");
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations, []);
    assert_eq!(told(invitations::read_offer(&world.visitor(), &token).await), EXPIRED);
}

#[tokio::test]
async fn the_offer_says_who_can_accept_it() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let shown_to = async |visitor: Visitor| invitations::read_offer(&visitor, &token).await.unwrap().recipient;
    assert_eq!(shown_to(world.visitor()).await, Recipient::ExistingAccount);
    assert_eq!(shown_to(bricks.admin.visitor(&world.db)).await, Recipient::SignedIn);
    let other = Recipient::OtherAccount(office.admin.email.clone());
    assert_eq!(shown_to(office.admin.visitor(&world.db)).await, other);
    // A session that this process remembers and that is over is nobody's.
    world.force("UPDATE control.sessions SET ended_at = now()").await;
    assert_eq!(shown_to(bricks.admin.visitor(&world.db)).await, Recipient::ExistingAccount);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_people_who_accept_at_once_exactly_one_is_let_in() {
    let world = World::new().await;
    let office = world.found("office").await;
    let bricks = world.found("bricks").await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let uses = join_all((0..100).map(|_| {
        let token = token.clone();
        let visitor = bricks.admin.visitor(&world.db);
        visitor.as_person(|actor| async move { invitations::accept_by_token(&actor, &token).await })
    }));
    let (accepted, refused): (Vec<_>, Vec<_>) = uses.await.into_iter().partition(Result::is_ok);
    assert_eq!((accepted.len(), refused.len()), (1, 99));
    let refused: Vec<_> = refused.into_iter().map(Result::unwrap_err).filter(|refused| *refused != EXPIRED).collect();
    assert_eq!(refused, []);
    let joined = world.actions(Some(office.id)).await;
    assert_eq!(joined.iter().filter(|action| *action == "member.joined").count(), 1);
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(members::list_members(&admin, &office.public_id, &ListMembers::default()).await.unwrap().total, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_accounts_made_at_once_by_one_link_exactly_one_remains() {
    let world = World::new().await;
    let office = world.found("office").await;
    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    let uses = join_all((0..20).map(|_| {
        let token = token.clone();
        world.visitor().as_anyone(|visitor| async move {
            invitations::accept_as_new_account(&visitor, &token, form()).await.map(|(_, joined)| joined)
        })
    }));
    let (accepted, refused): (Vec<_>, Vec<_>) = uses.await.into_iter().partition(Result::is_ok);
    assert_eq!((accepted.len(), refused.len()), (1, 19));
    let known = [EXPIRED, AppError::invalid(Fields::WHOLE, Code::Taken)];
    assert!(refused.into_iter().map(Result::unwrap_err).all(|refused| known.contains(&refused)));
    let rows = world.rows().await;
    assert_eq!((rows["users"], rows["memberships"], rows["sessions"]), (2, 2, 2));
}

#[tokio::test]
async fn an_invitation_is_bound_to_its_address() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, "eve@example.com", ADMIN).await;
    world.force("UPDATE control.users SET email_verified_at = now()").await;
    let other = bricks.admin.actor(&world.db).await;
    let id = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let before = world.rows().await;
    assert_eq!(told(invitations::accept_by_token(&other, &token).await), EXPIRED);
    assert_eq!(told(invitations::accept_by_id(&other, id).await), EXPIRED);
    assert_eq!(tenants::list_organizations(&other).await.unwrap().invitations, []);
    assert_eq!(world.rows().await, before);
    for nonsense in ["", "\0", &"0".repeat(64), &"x".repeat(1 << 20)] {
        assert_eq!(told(invitations::accept_by_token(&other, nonsense).await), EXPIRED);
        assert_eq!(told(invitations::read_offer(&world.visitor(), nonsense).await), EXPIRED);
        assert_eq!(told(invitations::accept_as_new_account(&world.visitor(), nonsense, form()).await), EXPIRED);
    }
}

#[tokio::test]
async fn an_address_in_another_case_is_the_same_address() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, "ADMIN@Bricks.Example", VIEWER).await;
    let offer = invitations::read_offer(&bricks.admin.visitor(&world.db), &token).await.unwrap();
    assert_eq!(offer.recipient, Recipient::SignedIn);
    assert!(invitations::accept_by_token(&bricks.admin.actor(&world.db).await, &token).await.is_ok());
}

#[tokio::test]
async fn somebody_who_became_a_member_meanwhile_is_told_so() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let invited = bricks.admin.actor(&world.db).await;
    invitations::accept_by_token(&invited, &token).await.unwrap();
    // As after a restored removal: the same invitation could be used once more, and must not be.
    world.force("UPDATE control.invitations SET accepted_at = NULL").await;
    let refused = told(invitations::accept_by_token(&invited, &token).await);
    assert_eq!(refused, AppError::Conflict { reason: Code::AlreadyMember });
}

#[tokio::test]
async fn a_removed_member_who_is_invited_again_comes_back_with_the_new_roles_alone() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", EDITOR).await;
    let remembered = eve.actor(&world.process()).await;
    tenants::enter_tenant(&remembered, "office").await.unwrap();
    let admin = office.admin.actor(&world.db).await;
    members::remove_member(&admin, &office.public_id, eve.member()).await.unwrap();

    let token = world.invite(&office, "eve@example.com", VIEWER).await;
    invitations::accept_by_token(&remembered, &token).await.unwrap();
    let view = tenants::enter_tenant(&remembered, "office").await.unwrap();
    assert_eq!(view.me.member, eve.member(), "it is the same membership");
    let denied = AppError::PermissionDenied { required: Permission::RoleList.into() };
    assert_eq!(told(domain::roles::list_roles(&remembered, &office.public_id).await), denied);
}

#[tokio::test]
async fn a_link_offers_no_second_account_to_somebody_who_has_one() {
    let (world, office, bricks) = neighbours().await;
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let before = world.rows().await;
    let refused = told(invitations::accept_as_new_account(&world.visitor(), &token, form()).await);
    assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::Taken));
    assert_eq!(world.rows().await, before);
    let person = Person { member: None, ..bricks.admin };
    assert!(invitations::accept_by_token(&person.actor(&world.db).await, &token).await.is_ok());
}

#[tokio::test]
async fn making_an_account_by_a_link_is_tried_so_many_times_from_one_network() {
    let (world, office, bricks) = neighbours().await;
    // The address has an account: no password need be hashed to refuse another one.
    let token = world.invite(&office, &bricks.admin.email, VIEWER).await;
    let few = world.process_as(|config| config.attempts_per_address = 3);
    let elsewhere = Caller { ip: "198.51.100.7".to_owned(), ..Caller::default() };
    let visitor = Visitor { caller: elsewhere, ..visitor(&few) };
    for _ in 0..3 {
        let refused = told(invitations::accept_as_new_account(&visitor, &token, form()).await);
        assert_eq!(refused, AppError::invalid(Fields::WHOLE, Code::Taken));
    }
    let refused = told(invitations::accept_as_new_account(&visitor, &token, form()).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "{refused}");
}
