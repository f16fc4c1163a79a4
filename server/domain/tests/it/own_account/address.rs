//! Another address of an account: asked for, and given by the link that was mailed to it.

use domain::access::{SessionToken, Visitor};
use domain::account;
use model::{AppError, Code};
use sqlx::Executor as _;

use super::{NEW, change, colleague_s_view, to_address};
use crate::world::{PASSWORD, VIEWER, World, sign_in, told};

const EXPIRED: AppError = AppError::Conflict { reason: Code::LinkExpired };

#[tokio::test]
async fn another_address_is_the_account_s_once_the_link_to_it_was_opened() {
    let world = World::new().await;
    let office = world.found("office").await;
    let eve = world.join(&office, "eve@example.com", VIEWER).await;
    let actor = eve.actor(&world.db).await;
    account::change_email(&actor, to_address("Eve.Adams@Example.org")).await.unwrap();
    let view = account::show_account(&actor).await.unwrap();
    assert_eq!((view.email.as_str(), view.asked_email.as_deref()), ("eve@example.com", Some("Eve.Adams@Example.org")));
    account::sign_in(&world.visitor(), sign_in("eve@example.com", PASSWORD)).await.map(drop).unwrap();
    told(account::sign_in(&world.visitor(), sign_in("eve.adams@example.org", PASSWORD)).await);
    let notice: String =
        world.look("SELECT body FROM control.mails WHERE recipient = 'eve@example.com' ORDER BY id DESC LIMIT 1").await;
    assert!(notice.contains("Eve.Adams@Example.org") && !notice.contains("://"), "{notice}");

    let token = world.mailed("Eve.Adams@Example.org", "/account/email/").await;
    let admin = office.admin.actor(&world.db).await;
    assert_eq!(told(account::use_email_link(&admin, &token).await), EXPIRED, "another person's");
    account::use_email_link(&actor, &token).await.unwrap();
    assert_eq!(told(account::use_email_link(&actor, &token).await), EXPIRED, "used");
    let view = account::show_account(&actor).await.unwrap();
    assert_eq!((view.email.as_str(), view.email_verified, view.asked_email), ("Eve.Adams@Example.org", true, None));
    let seen = colleague_s_view(&admin, &office, &eve).await;
    assert_eq!(seen.1, "Eve.Adams@Example.org");
    account::sign_in(&world.visitor(), sign_in("eve.adams@example.org", PASSWORD)).await.map(drop).unwrap();
    let told_old: i64 = world
        .look(
            "SELECT count(*) FROM control.mails
            WHERE recipient = 'eve@example.com' AND subject = 'Your account has another address now'",
        )
        .await;
    assert_eq!(told_old, 1);
    assert_eq!(world.actions(Some(office.id)).await.last().map(String::as_str), Some("member.profile_changed"));
}

#[tokio::test]
async fn a_link_to_an_address_that_is_too_old_replaced_or_of_another_password_changes_nothing() {
    let world = World::new().await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.db).await;
    account::change_email(&actor, to_address("first@example.com")).await.unwrap();
    let first = world.mailed("first@example.com", "/account/email/").await;
    account::change_email(&actor, to_address("second@example.com")).await.unwrap();
    let second = world.mailed("second@example.com", "/account/email/").await;
    assert_eq!(told(account::use_email_link(&actor, &first).await), EXPIRED, "replaced");
    world.force("UPDATE control.account_links SET expires_at = now()").await;
    assert_eq!(told(account::use_email_link(&actor, &second).await), EXPIRED, "too old");
    assert_eq!(account::show_account(&actor).await.unwrap().asked_email, None);
    world.force("UPDATE control.account_links SET expires_at = now() + interval '1 day'").await;
    let signed_in = account::change_password(&actor, change(PASSWORD, NEW)).await.unwrap();
    let visitor = Visitor { session: Some(SessionToken(signed_in.token)), ..world.visitor() };
    let actor = visitor.authenticate().await.unwrap();
    assert_eq!(told(account::use_email_link(&actor, &second).await), EXPIRED, "of the password before");
    assert_eq!(account::show_account(&actor).await.unwrap().asked_email, None);
    for nonsense in ["", "\0", &"x".repeat(1 << 20)] {
        assert_eq!(told(account::use_email_link(&actor, nonsense).await), EXPIRED);
    }
}

#[tokio::test]
async fn a_new_address_waits_for_nobody_who_only_refers_to_the_account() {
    let world = World::new().await;
    let office = world.found("office").await;
    let actor = office.admin.actor(&world.db).await;
    account::change_email(&actor, to_address("ada@example.com")).await.unwrap();
    let token = world.mailed("ada@example.com", "/account/email/").await;
    // As a failed sign-in does, which holds the platform's log meanwhile.
    let mut other = world.superuser().await;
    other.execute("BEGIN; SELECT 1 FROM control.users FOR KEY SHARE").await.unwrap();
    account::use_email_link(&actor, &token).await.unwrap();
    other.execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn whether_somebody_has_an_address_is_told_to_its_mailbox_alone() {
    let world = World::new().await;
    let (office, bricks) = (world.found("office").await, world.found("bricks").await);
    let actor = office.admin.actor(&world.db).await;
    for email in ["nobody@example.com", "admin@bricks.example"] {
        let before = world.rows().await;
        account::change_email(&actor, to_address(email)).await.unwrap();
        let after = world.rows().await;
        let grown: Vec<_> =
            after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(table, _)| table).collect();
        assert_eq!(grown, ["account_links", "mails", "platform_audit"], "{email}");
        assert_eq!(account::show_account(&actor).await.unwrap().asked_email.as_deref(), Some(email));
    }
    let links: i64 = world
        .look(&format!(
            "SELECT count(*) FROM control.mails WHERE recipient = '{}' AND strpos(body, '/account/email/') > 0",
            bricks.admin.email
        ))
        .await;
    assert_eq!(links, 0);

    // Free when it was asked for, and taken when the link is opened.
    account::change_email(&actor, to_address("late@example.com")).await.unwrap();
    let token = world.mailed("late@example.com", "/account/email/").await;
    world.join(&bricks, "late@example.com", VIEWER).await;
    let refused = told(account::use_email_link(&actor, &token).await);
    assert_eq!(refused, AppError::Conflict { reason: Code::Taken });
    assert_eq!(account::show_account(&actor).await.unwrap().email, office.admin.email);
    let same = told(account::change_email(&actor, to_address(&office.admin.email)).await);
    assert_eq!(same, AppError::invalid("new_email", Code::Unchanged));
}
