//! What a request says of itself that somebody else could have written: its host, and from where it comes.

use axum::http::header::{COOKIE, HOST};
use reqwest::Response;
use serde_json::{Value, json};
use server::live::Pace;
use server::proxies::Proxies;
use sqlx::{ConnectOptions as _, Executor as _, Row as _};
use testkit::TestDatabase;

use crate::browser::{SIGN_UP, client, cookie};
use crate::serving::Serving;

async fn look(database: &TestDatabase, query: &'static str) -> Vec<String> {
    let mut superuser = database.superuser().connect().await.unwrap();
    superuser.fetch_all(query).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_mails_begin_with_the_configured_address_whatever_the_request_calls_its_host() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    let post = |path: &str| {
        let request = client().post(format!("http://{}{path}", server.address)).header(HOST, "evil.example");
        let request = request.header("x-forwarded-host", "evil.example").header("forwarded", "host=evil.example");
        request.header("sec-fetch-site", "same-origin")
    };
    let signed_up = post("/sign-up").form(&SIGN_UP).send().await.unwrap();
    assert_eq!(signed_up.status(), 303);
    let cookie = cookie(&signed_up);
    let call = async |function: &str, arguments: Value| -> Value {
        let answer = post(&format!("/api/{function}")).header(COOKIE, &cookie).json(&arguments).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{function}");
        answer.json().await.unwrap()
    };
    let tenant = call("organizations/enter", json!({ "slug": "office-inc" })).await["public_id"].clone();
    let roles = call("roles/list", json!({ "tenant": tenant })).await;
    let input = json!({ "emails": "eve@example.com", "roles": [roles[0]["id"]], "key": uuid::Uuid::from_u128(1) });
    call("invitations/create", json!({ "tenant": tenant, "input": input })).await;
    let sent_again = post("/verify-email").header(COOKIE, &cookie).form(&[("", "")]).send().await.unwrap();
    assert_eq!(sent_again.status(), 303);

    let mails = look(&database, "SELECT subject || body FROM control.mails").await;
    assert_eq!(mails.len(), 3);
    for mail in mails {
        // As `Serving` is configured.
        let link = mail.split_whitespace().find(|word| word.contains("://")).unwrap();
        assert!(link.starts_with("http://127.0.0.1/"), "{mail}");
        assert!(!mail.contains("evil"), "{mail}");
    }
    server.stop().await;
}

/// Tries a wrong password, with this in `X-Forwarded-For`.
async fn guess(server: &Serving, forwarded_for: &str) -> Response {
    let form = [("email", "abel@office.example"), ("password", "not the right password")];
    let request = client().post(format!("http://{}/sign-in", server.address)).form(&form);
    request.header("x-forwarded-for", forwarded_for).send().await.unwrap()
}

const CALLERS: &str = "SELECT DISTINCT entry ->> 'ip' FROM control.platform_audit ORDER BY 1";

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_everybody_has_an_address_and_a_limit_of_their_own() {
    let database = testkit::database().await;
    let server = Serving::behind(Proxies::this_machine(), &database, Pace::default()).await;
    for attempt in 0..10 {
        // What the client wrote itself changes nothing.
        assert_eq!(guess(&server, &format!("198.51.100.{attempt}, 192.0.2.1")).await.status(), 422);
    }
    assert_eq!(guess(&server, "192.0.2.1").await.status(), 429);
    assert_eq!(guess(&server, "192.0.2.2").await.status(), 422);
    assert_eq!(look(&database, CALLERS).await, ["192.0.2.1", "192.0.2.2"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_says_where_a_request_comes_from() {
    let database = testkit::database().await;
    let server = Serving::start(&database, Pace::default()).await;
    for attempt in 0..10 {
        assert_eq!(guess(&server, &format!("192.0.2.{attempt}")).await.status(), 422);
    }
    assert_eq!(guess(&server, "192.0.2.99").await.status(), 429);
    assert_eq!(look(&database, CALLERS).await, ["127.0.0.1"]);
    server.stop().await;
}
