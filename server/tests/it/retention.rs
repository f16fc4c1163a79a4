//! A server deletes by itself what has been over for long enough.

use sqlx::{ConnectOptions as _, Executor as _, Row as _};

use crate::program::Program;
use crate::serving::bounded;

#[tokio::test]
async fn a_server_that_starts_deletes_what_is_over() {
    let database = testkit::database().await;
    let mut superuser = database.superuser().connect().await.unwrap();
    superuser
        .execute("INSERT INTO control.attempts (key, count, window_ends_at) VALUES ('x', 1, now())")
        .await
        .unwrap();
    let server = Program::start(&database).await;
    let deleted = async {
        while superuser.fetch_one("SELECT count(*) FROM control.attempts").await.unwrap().get::<i64, _>(0) > 0 {}
    };
    bounded("what is over is deleted", deleted).await;
    server.kill().await;
}
