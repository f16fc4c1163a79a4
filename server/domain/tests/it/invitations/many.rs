//! Inviting many at once, once more, and reading what waits page by page.

use domain::invitations;
use model::ids::InvitationId;
use model::invitations::{InvitationPage, InviteMembers};
use model::{AppError, Code};
use uuid::Uuid;

use super::neighbours;
use crate::world::{EDITOR, Organization, VIEWER, World, key, told};

fn form(office: &Organization, emails: &str) -> InviteMembers {
    InviteMembers { emails: emails.to_owned(), roles: vec![office.role(VIEWER), office.role(EDITOR)], key: key() }
}

#[tokio::test]
async fn good_lines_are_invited_together_and_wrong_ones_come_back() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.join(&office, "eve@example.com", VIEWER).await;
    world.invite(&office, "mallory@example.com", VIEWER).await;
    let before = world.rows().await;
    let admin = office.admin.actor(&world.db).await;
    let lines = "Ada <ada@example.com>\nnobody\neve@example.com, Mallory@example.com\nbea@example.com\nADA@example.com";
    let input = form(&office, lines);
    let answer = invitations::invite_members(&admin, &office.public_id, input.clone()).await.unwrap();
    let invited: Vec<_> = answer.invited.iter().map(|view| (view.email.as_str(), view.roles.len())).collect();
    assert_eq!(invited, [("ada@example.com", 2), ("bea@example.com", 2)]);
    let mut refused: Vec<_> = answer.refused.iter().map(|line| (line.line.as_str(), line.code)).collect();
    refused.sort_unstable_by_key(|(line, _)| *line);
    assert_eq!(
        refused,
        [
            ("ADA@example.com", Code::Duplicate),
            ("Mallory@example.com", Code::AlreadyInvited),
            ("eve@example.com", Code::AlreadyMember),
            ("nobody", Code::Malformed),
        ]
    );
    let after = world.rows().await;
    assert_eq!(after["invitations"], before["invitations"] + 2);
    assert_eq!(after["mails"], before["mails"] + 2);
    assert_eq!(after["audit_entries"], before["audit_entries"] + 2, "an entry each");
    assert_eq!(after["events"], before["events"] + 1, "one event");

    // The same form again gives the same answer.
    let again = invitations::invite_members(&admin, &office.public_id, input).await.unwrap();
    assert_eq!(again.invited, answer.invited);
    assert_eq!(world.rows().await, after);
}

#[tokio::test]
async fn two_hundred_are_invited_at_once_and_listed_page_by_page() {
    let world = World::new().await;
    world.found("other").await;
    let office = world.found("office").await;
    world.verify_everybody().await;
    let admin = office.admin.actor(&world.db).await;
    let lines: Vec<_> = (0..200).map(|n| format!("person{n}@example.com")).collect();
    let answer =
        invitations::invite_members(&admin, &office.public_id, form(&office, &lines.join("\n"))).await.unwrap();
    assert_eq!((answer.invited.len(), answer.refused), (200, vec![]));
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = invitations::list_invitations(&admin, &office.public_id, after).await.unwrap();
        assert!(page.invitations.len() <= InvitationPage::SIZE);
        listed.extend(page.invitations.into_iter().map(|invitation| invitation.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(listed.len(), 200);
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), 200, "nobody stands on two pages");
}

#[tokio::test]
async fn an_invitation_that_is_sent_again_has_one_link_that_works() {
    let world = World::new().await;
    let office = world.found("office").await;
    let old = world.invite(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let pending = invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations;
    let before = world.rows().await;
    invitations::resend_invitation(&admin, &office.public_id, pending[0].id).await.unwrap();
    let new = world.mailed("eve@example.com", "/invitations/").await;
    assert_ne!(new, old);
    let expired = AppError::Conflict { reason: Code::LinkExpired };
    assert_eq!(told(invitations::read_offer(&world.visitor(), &old).await), expired);
    assert!(invitations::read_offer(&world.visitor(), &new).await.is_ok());
    let after = world.rows().await;
    assert_eq!((after["invitations"], after["audit_entries"]), (before["invitations"], before["audit_entries"] + 1));
}

#[tokio::test]
async fn an_invitation_is_sent_again_five_times_a_day() {
    let world = World::new().await;
    let office = world.found("office").await;
    world.verify_everybody().await;
    world.invite(&office, "eve@example.com", VIEWER).await;
    let admin = office.admin.actor(&world.db).await;
    let pending = invitations::list_invitations(&admin, &office.public_id, None).await.unwrap().invitations;
    for _ in 0..5 {
        invitations::resend_invitation(&admin, &office.public_id, pending[0].id).await.unwrap();
    }
    let refused = told(invitations::resend_invitation(&admin, &office.public_id, pending[0].id).await);
    assert!(matches!(refused, AppError::RateLimited { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_foreign_invitation_is_sent_again_as_little_as_an_absent_one() {
    let (world, office, bricks) = neighbours().await;
    world.invite(&bricks, "eve@example.com", VIEWER).await;
    let foreign = InvitationId(world.look("SELECT id FROM control.invitations").await);
    let admin = office.admin.actor(&world.db).await;
    for invitation in [foreign, InvitationId(Uuid::new_v4())] {
        let refused = invitations::resend_invitation(&admin, &office.public_id, invitation).await;
        assert_eq!(told(refused), AppError::NotFound);
    }
}
