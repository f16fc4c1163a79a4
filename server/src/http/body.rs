//! Reads a request's body whole before anything else happens: what is too long or too slow is refused here, in one way,
//! and occupies neither a handler nor the database. Nothing that people send is long enough to be streamed.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body as _;

use super::errors::{Refusal, Wants};

/// The longest body that anybody may send, in bytes: a logo in base 64, and the settings around it.
pub const LONGEST: usize = 512 * 1024;

/// The layer.
pub async fn read(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let wants = Wants::of(&request);
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > LONGEST as u64) {
        return Refusal::body_too_long().answer(wants);
    }
    let (parts, body) = request.into_parts();
    match Limited::new(body, LONGEST).collect().await {
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body.to_bytes()))).await,
        Err(error) if error.is::<LengthLimitError>() => Refusal::body_too_long().answer(wants),
        Err(error) => {
            tracing::debug!(error, "the body did not arrive");
            Refusal::body_too_slow().answer(wants)
        }
    }
}
