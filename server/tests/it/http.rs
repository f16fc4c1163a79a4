//! Every answer's id and headers, the Origin check as clients meet it, and the way of errors.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use model::error::AppError;
use serde_json::{Value, json};
use server::http::layers;
use tower::ServiceExt;

/// As server functions answer: every error is a 500 with the error's JSON.
fn failing(error: AppError) -> impl IntoResponse {
    (StatusCode::INTERNAL_SERVER_ERROR, [("serverfnerror", "/api/x")], serde_json::to_string(&error).unwrap())
}

fn router(base_url: &str) -> Router {
    let routes = Router::new()
        .route("/page", get(async || "page"))
        .route("/own-policy", get(async || ([("content-security-policy", "mine")], "page")))
        .route("/unchanged", get(async || StatusCode::NOT_MODIFIED))
        .route("/file", get(async || ([("last-modified", "Sat, 21 Nov 2026 00:00:00 GMT")], "file")))
        .route("/panic", get(async || -> &'static str { panic!("on purpose") }))
        .route("/form", post(async |body: String| body))
        .route("/api/ok", post(async |headers: HeaderMap| headers["accept"].to_str().unwrap().to_owned()))
        .route("/api/missing", post(async || failing(AppError::NotFound)))
        .route("/api/busy", post(async || failing(AppError::RateLimited { retry_after: 30 })))
        .route("/api/away", post(async || failing(AppError::Unavailable)))
        .route("/api/fault", post(async || failing(AppError::internal())))
        .route("/api/not-ours", post(async || (StatusCode::INTERNAL_SERVER_ERROR, "secret detail")))
        .route("/api/panic", post(async || -> &'static str { panic!("on purpose") }));
    layers(routes, &base_url.parse().unwrap())
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

async fn ask(base_url: &str, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "borough.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router(base_url).oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

const BASE: &str = "https://borough.example";

async fn post_to(path: &str) -> Answer {
    ask(BASE, "POST", path, &[], Body::empty()).await
}

#[tokio::test]
async fn every_answer_has_an_id_of_ours_and_all_security_headers() {
    for (method, path) in
        [("GET", "/page"), ("GET", "/absent"), ("GET", "/panic"), ("POST", "/api/fault"), ("DELETE", "/page")]
    {
        let answer = ask(BASE, method, path, &[("x-request-id", "mine")], Body::empty()).await;
        assert_eq!(uuid::Uuid::parse_str(answer.header("x-request-id")).unwrap().get_version_num(), 7, "{path}");
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "strict-transport-security",
            "cache-control",
        ] {
            assert!(answer.headers.contains_key(name), "{name} on {path}");
        }
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}

#[tokio::test]
async fn a_page_keeps_its_own_policy() {
    let answer = ask(BASE, "GET", "/own-policy", &[], Body::empty()).await;
    assert_eq!(answer.header("content-security-policy"), "mine");
}

#[tokio::test]
async fn pages_are_not_kept_and_files_are_asked_for_again() {
    assert_eq!(ask(BASE, "GET", "/page", &[], Body::empty()).await.header("cache-control"), "no-store");
    assert_eq!(ask(BASE, "GET", "/file", &[], Body::empty()).await.header("cache-control"), "no-cache");
    assert_eq!(ask(BASE, "GET", "/unchanged", &[], Body::empty()).await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn strict_transport_is_asked_for_on_https_only() {
    let answer = ask("http://127.0.0.1:3000", "GET", "/page", &[], Body::empty()).await;
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn changes_from_elsewhere_are_refused_as_json_and_as_a_page() {
    let foreign = [("origin", "https://evil.example"), ("cookie", "a=b")];
    let answer = ask(BASE, "POST", "/api/ok", &foreign, Body::empty()).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));

    let reads_html = [foreign.as_slice(), &[("accept", "text/html,*/*")]].concat();
    let answer = ask(BASE, "POST", "/form", &reads_html, Body::empty()).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.starts_with("<!DOCTYPE html>") && answer.body.contains(answer.header("x-request-id")));

    let own = [("origin", BASE), ("cookie", "a=b")];
    assert_eq!(ask(BASE, "POST", "/form", &own, Body::from("x")).await.body, "x");
}

#[tokio::test]
async fn sockets_from_elsewhere_are_refused() {
    let socket = [("upgrade", "websocket"), ("connection", "upgrade"), ("origin", "https://evil.example")];
    assert_eq!(ask(BASE, "GET", "/page", &socket, Body::empty()).await.status, 403);
}

#[tokio::test]
async fn errors_of_server_functions_get_their_status_sentence_and_id() {
    let answer = post_to("/api/missing").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "application/json");
    let id = answer.header("x-request-id");
    assert_eq!(answer.json(), json!({"code": "NOT_FOUND", "message": "There is nothing here.", "request_id": id}));
    assert_eq!(serde_json::from_str::<AppError>(&answer.body).unwrap(), AppError::NotFound);

    let answer = post_to("/api/busy").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "30"));
    let answer = post_to("/api/away").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, "2"));
    let answer = post_to("/api/fault").await;
    assert_eq!((answer.status, &answer.json()["request_id"]), (500, &json!(answer.header("x-request-id"))));
}

#[tokio::test]
async fn what_is_not_ours_shows_nothing_of_itself() {
    let answer = post_to("/api/not-ours").await;
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("INTERNAL")));
    assert!(!answer.body.contains("secret"));
    assert_eq!(ask(BASE, "GET", "/api/ok", &[], Body::empty()).await.json()["code"], "NOT_FOUND");
}

#[tokio::test]
async fn panics_are_answered() {
    let answer = post_to("/api/panic").await;
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("INTERNAL")));
    let answer = ask(BASE, "GET", "/panic", &[("accept", "text/html")], Body::empty()).await;
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains(answer.header("x-request-id")));
}

#[tokio::test]
async fn bodies_over_512_kib_are_refused_with_and_without_an_announced_length() {
    let long = "x".repeat(512 * 1024 + 1);
    let announced = ask(BASE, "POST", "/form", &[("content-length", "524289")], Body::from(long.clone())).await;
    assert_eq!((announced.status, &announced.json()["code"]), (413, &json!("INVALID")));
    let pieces = futures::stream::iter([Ok::<_, std::convert::Infallible>(long)]);
    assert_eq!(ask(BASE, "POST", "/api/ok", &[], Body::from_stream(pieces)).await.status, 413);
}

#[tokio::test]
async fn bodies_that_break_off_are_refused_before_the_handler() {
    let pieces = futures::stream::iter([Ok("half"), Err("gone")]);
    let answer = ask(BASE, "POST", "/api/ok", &[], Body::from_stream(pieces)).await;
    assert_eq!((answer.status, &answer.json()["code"]), (408, &json!("INVALID")));
}

#[tokio::test]
async fn server_functions_never_redirect_to_a_referrer() {
    let answer = ask(BASE, "POST", "/api/ok", &[("accept", "text/html")], Body::empty()).await;
    assert_eq!(answer.body, "application/json");
}
