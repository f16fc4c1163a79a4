//! While the database is out of order nobody is told that something was done, and what could not be written is kept.

use axum::http::header::{ACCEPT, COOKIE, LOCATION, RETRY_AFTER, SET_COOKIE};
use domain::operators::{self, OperatorRole};
use model::email::EmailAddress;
use model::password::Password;
use model::text::PersonName;
use reqwest::Response;
use server::live::Pace;
use sqlx::{ConnectOptions as _, Executor as _, Row as _};
use testkit::PASSWORD;

use crate::browser::{SIGN_UP, client, cookie};
use crate::serving::{Serving, bounded};

/// From now on the database ends no session: it says what it says when it is being stopped.
const BREAK: &str = "
    CREATE FUNCTION control.out_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'out of order' USING ERRCODE = 'admin_shutdown';
    END $$;
    CREATE TRIGGER out_of_order BEFORE UPDATE ON control.sessions
        FOR EACH STATEMENT EXECUTE FUNCTION control.out_of_order();
    CREATE TRIGGER out_of_order BEFORE UPDATE ON control.operator_sessions
        FOR EACH STATEMENT EXECUTE FUNCTION control.out_of_order();";
const MEND: &str = "DROP FUNCTION control.out_of_order() CASCADE";

/// Sends a form as a browser with this cookie does.
async fn post(server: &Serving, path: &str, cookie: &str, form: &[(&str, &str)]) -> Response {
    let request = client().post(format!("http://{}{path}", server.address)).header("sec-fetch-site", "same-origin");
    request.header(ACCEPT, "text/html").header(COOKIE, cookie).form(form).send().await.unwrap()
}

/// Somebody new, signed in.
async fn person(server: &Serving) -> String {
    cookie(&post(server, "/sign-up", "", &SIGN_UP).await)
}

async fn operator(server: &Serving) -> String {
    let (email, name) = ("op@example.com", PersonName::parse("Op").unwrap());
    let (address, password) = (EmailAddress::parse(email).unwrap(), Password::parse(PASSWORD).unwrap());
    operators::create_operator(&server.db, &address, &name, password, OperatorRole::SuperAdmin).await.unwrap();
    cookie(&post(server, "/admin/sign-in", "", &[("email", email), ("password", PASSWORD)]).await)
}

/// Signing out here is refused, and the browser keeps what it has.
async fn assert_nobody_is_out(server: &Serving, person: &str, operator: &str) {
    // The one is told by a page of the application, the other by a plain answer.
    let told = [
        ("/sign-out", person, "The server cannot be reached at the moment."),
        ("/admin/sign-out", operator, "Out of order for a moment."),
    ];
    for (path, cookie, sentence) in told {
        let refused = post(server, path, cookie, &[("next", "/sign-in")]).await;
        assert_eq!(refused.status(), 503, "{path}");
        assert!(refused.headers().contains_key(RETRY_AFTER), "{path}");
        assert!(!refused.headers().contains_key(SET_COOKIE), "{path}");
        let page = refused.text().await.unwrap();
        assert!(page.contains(sentence), "{path}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_cannot_be_ended_keeps_its_cookie_and_its_person_is_told() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    let elsewhere = Serving::start(&database, Pace::default()).await;
    let (person, operator) = (person(&server).await, operator(&server).await);
    let mut superuser = database.superuser().connect().await.unwrap();

    superuser.execute(BREAK).await.unwrap();
    assert_nobody_is_out(&server, &person, &operator).await;
    superuser.execute(MEND).await.unwrap();
    // Now this process reads nothing either.
    bounded("the connections' end", server.db.close()).await;
    assert_nobody_is_out(&server, &person, &operator).await;

    let ended = "SELECT (SELECT count(*) FROM control.sessions WHERE ended_at IS NOT NULL)
        + (SELECT count(*) FROM control.operator_sessions WHERE ended_at IS NOT NULL)";
    assert_eq!(superuser.fetch_one(ended).await.unwrap().get::<i64, _>(0), 0);
    // What is over already is as good as ended.
    for _ in 0..2 {
        for (path, cookie, next) in
            [("/sign-out", &person, "/sign-in"), ("/admin/sign-out", &operator, "/admin/sign-in")]
        {
            let out = post(&elsewhere, path, cookie, &[]).await;
            assert_eq!(out.status(), 303, "{path}");
            assert_eq!(out.headers()[LOCATION], next);
            assert!(out.headers()[SET_COOKIE].to_str().unwrap().contains("Max-Age=0"), "{path}");
        }
        assert_eq!(superuser.fetch_one(ended).await.unwrap().get::<i64, _>(0), 2);
    }
    server.stop().await;
    elsewhere.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_sessions_were_in_use_is_written_later_if_it_cannot_be_written_now() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    let person = person(&server).await;
    // Uses the session.
    assert_eq!(post(&server, "/verify-email", &person, &[]).await.status(), 303);
    let mut superuser = database.superuser().connect().await.unwrap();
    superuser.execute("ALTER FUNCTION control.keep_last_seen RENAME TO out_of_order").await.unwrap();
    server.db.keep_last_seen().await.unwrap_err();
    superuser.execute("ALTER FUNCTION control.out_of_order RENAME TO keep_last_seen").await.unwrap();
    server.db.keep_last_seen().await.unwrap();
    let seen = superuser.fetch_one("SELECT count(*) FROM control.last_seen").await.unwrap();
    assert_eq!(seen.get::<i64, _>(0), 1);
    server.stop().await;
}
