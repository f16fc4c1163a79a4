//! Mails: sent if and only if what asks for them happened, and by one sender at a time.

use domain::mail;
use futures::future::join_all;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_senders_one_gets_each_mail() {
    let world = World::new().await;
    world
        .force(&format!(
            "INSERT INTO control.mails (id, tenant_id, recipient, subject, body)
            SELECT gen_random_uuid(), '{}', 'person.' || n || '@example.com', '', '' FROM generate_series(1, 100) AS n",
            uuid::Uuid::nil()
        ))
        .await;
    let senders = (0..8).map(|_| {
        let db = world.db.clone();
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while let Some(mail) = mail::claim(&db).await.unwrap() {
                claimed.push(mail.mail.recipient);
            }
            claimed
        })
    });
    let mut claimed: Vec<_> = join_all(senders).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(claimed.len(), 100);
    claimed.sort();
    claimed.dedup();
    assert_eq!(claimed.len(), 100, "none twice, and once taken they are put off");
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
