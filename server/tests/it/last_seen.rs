//! When sessions were in use: calls take a note of it, and it is written without any of them waiting for it.

use domain::samples;
use model::password::Password;
use server::last_seen;
use server::live::Pace;
use sqlx::{ConnectOptions as _, Executor as _, Row as _};
use testkit::PASSWORD;
use tokio::sync::oneshot;

use crate::serving::{Serving, bounded};

#[tokio::test]
async fn what_was_noted_is_written_at_the_latest_when_the_server_stops() {
    let database = testkit::database().await;
    let serving = Serving::start(&database, Pace::default()).await;
    let (stop, stopped) = oneshot::channel();
    let writer = tokio::spawn(last_seen::keep(serving.db.clone(), stopped));
    // Makes accounts, and uses the sessions of their founders.
    samples::create(&serving.db, &Password::parse(PASSWORD).unwrap()).await.unwrap();
    drop(stop);
    bounded("the last writing", writer).await.unwrap();
    let mut sql = database.superuser().connect().await.unwrap();
    let seen: i64 = sql.fetch_one("SELECT count(*) FROM control.last_seen").await.unwrap().get(0);
    assert_eq!(seen, 2);
    serving.stop().await;
}
