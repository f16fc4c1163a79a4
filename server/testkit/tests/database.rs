//! Each test has a database of its own, and leaves none behind.
#![expect(clippy::unwrap_used, reason = "a test may fail")]
#![expect(clippy::disallowed_methods, reason = "what is tested is the database, not the domain's tables")]

use sqlx::{ConnectOptions as _, Connection as _};

const NAME: &str = "SELECT current_database()::text";

#[tokio::test]
async fn copies_are_made_side_by_side_and_dropped_again() {
    let copies: Vec<_> = (0..8).map(|_| tokio::spawn(testkit::database())).collect();
    let mut names = Vec::new();
    for copy in copies {
        let copy = copy.await.unwrap();
        for login in [copy.owner(), copy.app(), copy.operator(), copy.superuser()] {
            // Left open: a database goes whoever is still in it.
            let mut conn = login.connect().await.unwrap();
            names.push(sqlx::query_scalar::<_, String>(NAME).fetch_one(&mut conn).await.unwrap());
            std::mem::forget(conn);
        }
    }
    names.dedup();
    assert_eq!(names.len(), 8);
    let other = testkit::database().await;
    let mut conn = sqlx::PgConnection::connect_with(&other.superuser()).await.unwrap();
    let left = "SELECT count(*) FROM pg_database WHERE datname = ANY ($1)";
    assert_eq!(sqlx::query_scalar::<_, i64>(left).bind(&names).fetch_one(&mut conn).await.unwrap(), 0);
}

#[tokio::test]
async fn the_address_of_a_login_leads_to_the_same_database() {
    let database = testkit::database().await;
    let mut conn = sqlx::PgConnection::connect(&testkit::url(&database.app())).await.unwrap();
    let found: (String, String) =
        sqlx::query_as("SELECT current_database()::text, current_user::text").fetch_one(&mut conn).await.unwrap();
    assert_eq!(found, (database.app().get_database().unwrap().to_owned(), "borough_app".to_owned()));
}
