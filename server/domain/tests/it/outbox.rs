//! Mails: sent if and only if what asks for them happened, and by one sender at a time.

use domain::mail;
use futures::future::join_all;

use crate::world::World;

#[tokio::test]
async fn of_many_senders_one_gets_each_mail() {
    let world = World::new().await;
    for slug in ["office", "bricks", "corner"] {
        world.found(slug).await;
    }
    let claimed = join_all((0..12).map(|_| mail::claim(&world.db))).await;
    let mut recipients: Vec<_> =
        claimed.into_iter().filter_map(|mail| mail.unwrap()).map(|claimed| claimed.mail.recipient).collect();
    recipients.sort();
    assert_eq!(recipients, ["admin@bricks.example", "admin@corner.example", "admin@office.example"]);
    assert!(mail::claim(&world.db).await.unwrap().is_none(), "they are put off");
}

#[tokio::test]
async fn a_delivered_mail_s_text_is_gone() {
    let world = World::new().await;
    world.found("office").await;
    let claimed = mail::claim(&world.db).await.unwrap().unwrap();
    assert!(claimed.mail.body.contains("https://borough.example/verify-email/"));
    mail::delivered(&world.db, claimed.id).await.unwrap();
    let left: String = world.look("SELECT body FROM control.mails").await;
    assert_eq!(left, "");
    world.force("UPDATE control.mails SET next_attempt_at = now()").await;
    assert!(mail::claim(&world.db).await.unwrap().is_none());
}

#[tokio::test]
async fn a_mail_that_does_not_go_out_is_tried_ten_times_unless_the_server_says_never() {
    let world = World::new().await;
    world.found("office").await;
    for attempt in 1..=10 {
        let claimed = mail::claim(&world.db).await.unwrap().expect("it is tried again");
        mail::failed(&world.db, claimed.id, "try later", false).await.unwrap();
        let failed: bool = world.look("SELECT failed_at IS NOT NULL FROM control.mails").await;
        assert_eq!(failed, attempt == 10);
        world.force("UPDATE control.mails SET next_attempt_at = now()").await;
    }
    assert!(mail::claim(&world.db).await.unwrap().is_none());
    world.found("bricks").await;
    let claimed = mail::claim(&world.db).await.unwrap().unwrap();
    mail::failed(&world.db, claimed.id, "no such mailbox", true).await.unwrap();
    world.force("UPDATE control.mails SET next_attempt_at = now()").await;
    assert!(mail::claim(&world.db).await.unwrap().is_none());
}
