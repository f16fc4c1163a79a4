//! A request's id: in its span, so in every line of the log; in its answer; and on the screen when something failed.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, field};
use uuid::Uuid;

pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// In every request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(Uuid);

impl RequestId {
    #[expect(
        clippy::disallowed_methods,
        reason = "it names one answer: nothing depends on it and nothing is kept secret by it"
    )]
    fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives the request an id (a client's own is ignored: it could make two requests look like one) and a span.
/// The span has room for person and tenant, which `domain` fills in when they are known.
pub async fn give(mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    request.headers_mut().remove(HEADER);
    let span = tracing::info_span!(
        "request", request_id = %id, method = %request.method(), path = loggable_path(&request),
        tenant = field::Empty, user = field::Empty
    );
    async move {
        let begin = Instant::now();
        let mut response = next.run(request).await;
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert(HEADER, value);
        }
        let ms = begin.elapsed().as_millis();
        tracing::info!(target: "borough::access", status = response.status().as_u16(), ms, "answered");
        response
    }
    .instrument(span)
    .await
}

/// The route's pattern, for paths can hold tokens; a server function's own path, whose names hold none.
fn loggable_path(request: &Request) -> String {
    let pattern = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str);
    if pattern.starts_with("/api/") { request.uri().path().chars().take(100).collect() } else { pattern.to_owned() }
}
