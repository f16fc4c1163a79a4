//! Inviting: whom, to which roles, and once.

use domain::access::Actor;
use domain::invitations;
use futures::future::join_all;
use model::ids::{InvitationId, RoleId};
use model::invitations::InviteMember;
use model::permission::Permission;
use model::{AppError, Code};
use uuid::Uuid;

use super::{input, neighbours};
use crate::world::{ADMIN, EDITOR, VIEWER, World, told};

#[tokio::test]
async fn nobody_is_invited_who_is_in_or_was_asked() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.join(&office, "eve@example.com", VIEWER).await;
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    for (email, code) in [("EVE@example.com", Code::AlreadyMember), ("Mallory@example.com", Code::AlreadyInvited)] {
        let refused =
            told(invitations::invite_member(&admin, &office.public_id, input(email, office.role(VIEWER))).await);
        assert_eq!(refused, AppError::invalid("email", code));
    }
    assert_eq!(world.rows().await, before);
    // One that nobody accepted in time stands in nobody's way.
    world.force("UPDATE control.invitations SET expires_at = now()").await;
    let again = input("mallory@example.com", office.role(VIEWER));
    assert!(invitations::invite_member(&admin, &office.public_id, again).await.is_ok());
}

#[tokio::test]
async fn the_same_form_invites_once() {
    let world = World::new().await;
    let office = world.found("office").await;
    let admin = office.admin.actor(&world.db).await;
    let form = input("eve@example.com", office.role(VIEWER));
    let first = invitations::invite_member(&admin, &office.public_id, form.clone()).await.unwrap();
    let before = world.rows().await;
    let second = invitations::invite_member(&admin, &office.public_id, form.clone()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(world.rows().await, before);
    // Sent again with one more line, it asks for that line only.
    let other = InviteMember { email: "mallory@example.com".to_owned(), ..form };
    assert!(invitations::invite_member(&admin, &office.public_id, other).await.is_ok());
    assert_eq!(world.rows().await["invitations"], before["invitations"] + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_many_times_at_once_invites_once() {
    let world = World::new().await;
    let office = world.found("office").await;
    let form = input("eve@example.com", office.role(VIEWER));
    let sent = join_all((0..20).map(|_| {
        let (visitor, tenant, form) = (office.admin.visitor(&world.db), office.public_id.clone(), form.clone());
        visitor.as_person(|actor| async move { invitations::invite_member(&actor, &tenant, form).await })
    }));
    let answers: Vec<_> = sent.await.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|view| *view == answers[0]));
    let rows = world.rows().await;
    // One mail shows the founder's address, one asks Eve.
    assert_eq!((rows["invitations"], rows["events"], rows["mails"]), (1, 1, 2));
}

#[tokio::test]
async fn roles_that_are_foreign_absent_or_above_one_s_own_are_not_offered() {
    let (world, mut office, bricks) = neighbours().await;
    let inviter = world.custom_role(&mut office, "Inviter", &[Permission::MemberInvite, Permission::RoleAssign]).await;
    let helper = world.join(&office, "helper@example.com", "Inviter").await.actor(&world.db).await;
    let admin = office.admin.actor(&world.db).await;
    let before = world.rows().await;
    let refused = async |actor: &Actor, role| {
        told(invitations::invite_member(actor, &office.public_id, input("eve@example.com", role)).await)
    };
    for role in [RoleId(Uuid::new_v4()), bricks.role(ADMIN), bricks.role(VIEWER)] {
        assert_eq!(refused(&admin, role).await, AppError::invalid("roles", Code::Unknown));
    }
    for role in [ADMIN, EDITOR, VIEWER] {
        assert_eq!(refused(&helper, office.role(role)).await, AppError::invalid("roles", Code::AboveOwnRights));
    }
    assert_eq!(world.rows().await, before);
    let own = invitations::invite_member(&helper, &office.public_id, input("eve@example.com", inviter)).await;
    assert!(own.is_ok());
}

#[tokio::test]
async fn a_foreign_invitation_is_as_good_as_an_absent_one() {
    let (world, office, bricks) = neighbours().await;
    world.invite(&bricks, "eve@example.com", VIEWER).await;
    let foreign = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations, []);
    for invitation in [foreign, InvitationId(Uuid::new_v4())] {
        let refused = invitations::revoke_invitation(&admin, &office.public_id, invitation).await;
        assert_eq!(told(refused), AppError::NotFound);
    }
    assert_eq!(
        invitations::list_invitations(&bricks.admin.actor(&world.db).await, &bricks.public_id, None)
            .await
            .unwrap()
            .invitations
            .len(),
        1
    );
}

#[tokio::test]
async fn nobody_takes_back_an_invitation_to_what_is_above_his_own_rights() {
    let world = World::new().await;
    let mut office = world.found("office").await;
    let rights = [Permission::MemberInvite, Permission::RoleAssign, Permission::RoleList];
    world.custom_role(&mut office, "Greeter", &rights).await;
    let greeter = world.join(&office, "greeter@example.com", "Greeter").await;
    let (actor, admin) = (greeter.actor(&world.db).await, office.admin.actor(&world.db).await);
    for (role, expected) in [(ADMIN, Some(AppError::invalid("roles", Code::AboveOwnRights))), ("Greeter", None)] {
        world.invite(&office, "eve@example.com", role).await;
        let [pending] = &invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations[..]
        else {
            panic!("one invitation pends")
        };
        let before = world.rows().await;
        let answer = invitations::revoke_invitation(&actor, &office.public_id, pending.id).await;
        assert_eq!(answer.err().map(domain::Error::tell), expected, "{role}");
        if expected.is_some() {
            assert_eq!(world.rows().await, before, "{role}");
            invitations::revoke_invitation(&admin, &office.public_id, pending.id).await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_invitation_can_be_accepted_for_two_days_from_when_it_was_sent_last() {
    let (world, office, _) = neighbours().await;
    let admin = office.admin.actor(&world.db).await;
    world.invite(&office, "eve@example.com", VIEWER).await;
    let two_days = "SELECT bool_and(expires_at - now() BETWEEN interval '47 h 59 min' AND interval '48 h')
        FROM control.invitations";
    assert!(world.look::<bool>(two_days).await);
    world.force("UPDATE control.invitations SET expires_at = now() + interval '1 hour'").await;
    let pending = invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations;
    invitations::resend_invitation(&admin, &office.public_id, pending[0].id).await.unwrap();
    assert!(world.look::<bool>(two_days).await);
}
