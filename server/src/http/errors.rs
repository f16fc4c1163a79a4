//! From an error to an answer: the one table of statuses, sentences for machines, and headers.
//!
//! Server functions answer every error with 500 and their error's JSON, undecodable arguments too; under `/api` that
//! becomes the right status, with a sentence and the request id beside the code. What the layers refuse themselves is
//! JSON as well, or a small page for somebody who asked for one. Pages of the application draw their own errors.

use std::panic::AssertUnwindSafe;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{self, HeaderValue};
use axum::http::{StatusCode, response};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures::FutureExt;
use model::error::{AppError, Code, Fields};

use super::request_id::RequestId;

/// Longer bodies are no error of ours.
const LONGEST_ERROR: usize = 64 * 1024;
/// Seconds after which a passing trouble may be over.
const TRY_AGAIN: u32 = 2;

/// What the client can read, and under which id it finds us.
#[derive(Debug, Clone)]
pub struct Wants {
    page: bool,
    api: bool,
    request_id: String,
}

impl Wants {
    /// Outside `/api`, who says that they read HTML gets a page.
    pub fn of(request: &Request) -> Self {
        let api = request.uri().path().starts_with("/api/");
        let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let request_id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        Self { page: !api && accepts.contains("text/html"), api, request_id }
    }
}

/// An error with the status that it is answered with.
#[derive(Debug, Clone)]
pub struct Refusal {
    error: AppError,
    status: StatusCode,
    message: &'static str,
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = sentence(&error);
        Self { error, status, message }
    }
}

impl Refusal {
    /// A change that did not come from our own pages.
    pub fn foreign_origin() -> Self {
        Self {
            error: AppError::invalid(Fields::WHOLE, Code::Malformed),
            status: StatusCode::FORBIDDEN,
            message: "This request did not come from a page of this site.",
        }
    }

    /// More than anybody may send.
    pub fn body_too_long() -> Self {
        Self {
            error: AppError::invalid(Fields::WHOLE, Code::TooLong(u16::MAX)),
            status: StatusCode::PAYLOAD_TOO_LARGE,
            message: "The request is longer than 512 KiB.",
        }
    }

    /// A body that stopped arriving.
    pub fn body_too_slow() -> Self {
        Self {
            error: AppError::invalid(Fields::WHOLE, Code::Malformed),
            status: StatusCode::REQUEST_TIMEOUT,
            message: "The request did not arrive in time.",
        }
    }

    /// What HTTP itself refused, before the application had a say.
    fn of_status(status: StatusCode) -> Self {
        let error = match status.as_u16() {
            401 => AppError::Unauthenticated,
            404 | 405 => AppError::NotFound,
            429 => AppError::RateLimited { retry_after: TRY_AGAIN },
            400..500 => AppError::invalid(Fields::WHOLE, Code::Malformed),
            502..505 => AppError::Unavailable,
            _ => AppError::internal(),
        };
        Self { status, ..error.into() }
    }

    /// The whole answer.
    pub fn answer(self, wants: Wants) -> Response {
        let mut response = if wants.page { self.page(&wants) } else { self.json(&wants) };
        *response.status_mut() = self.status;
        response.extensions_mut().insert(Answered);
        let seconds = match self.error {
            AppError::RateLimited { retry_after } => Some(retry_after),
            AppError::Unavailable => Some(TRY_AGAIN),
            _ => None,
        };
        if let Some(seconds) = seconds {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    fn json(&self, wants: &Wants) -> Response {
        let mut json = serde_json::to_value(&self.error).unwrap_or_default();
        if let Some(object) = json.as_object_mut() {
            object.insert("message".into(), self.message.into());
            object.insert("request_id".into(), wants.request_id.clone().into());
        }
        axum::Json(json).into_response()
    }

    /// In English and without style: this is drawn when the application cannot draw.
    fn page(&self, wants: &Wants) -> Response {
        Html(format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{status}</title></head>\
             <body><h1>{message}</h1><p>Request {id}</p><p><a href=\"/\">Home</a></p></body></html>",
            status = self.status,
            message = self.message,
            id = wants.request_id,
        ))
        .into_response()
    }
}

fn sentence(error: &AppError) -> &'static str {
    match error {
        AppError::Unauthenticated => "Nobody is signed in.",
        AppError::PermissionDenied { .. } => "A permission is missing.",
        AppError::NotFound => "There is nothing here.",
        AppError::Suspended { .. } => "The organization is suspended.",
        AppError::Invalid { .. } => "The input is wrong.",
        AppError::Conflict { .. } => "Something else stands against it.",
        AppError::RateLimited { .. } => "Too many attempts.",
        AppError::Unavailable => "Out of order for a moment.",
        AppError::Internal { .. } => "Something went wrong here.",
    }
}

/// The layer: catches panics, and puts right what is not an answer of ours yet.
pub async fn mend(mut request: Request, next: Next) -> Response {
    let wants = Wants::of(&request);
    if wants.api {
        // Otherwise server functions answer a plain form by redirecting to wherever `Referer` says.
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    }
    let Ok(response) = AssertUnwindSafe(next.run(request)).catch_unwind().await else {
        // The panic's own text and place were printed by the panic hook.
        tracing::error!("a handler panicked");
        return Refusal::from(AppError::internal()).answer(wants);
    };
    let is_failure = response.status().is_client_error() || response.status().is_server_error();
    let is_done = response.extensions().get::<Answered>().is_some();
    if is_done || !(is_failure && wants.api) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let refusal = read(&parts, body).await;
    let mut answer = refusal.answer(wants);
    // Cookies and the like stay; what describes the old body does not.
    let (new, body) = (answer.headers().clone(), std::mem::take(answer.body_mut()));
    let mut mended = Response::from_parts(parts, body);
    *mended.status_mut() = answer.status();
    mended.headers_mut().remove(header::CONTENT_LENGTH);
    for (name, value) in &new {
        mended.headers_mut().insert(name, value.clone());
    }
    mended
}

/// In an answer's extensions: it is complete, whatever its status.
#[derive(Debug, Clone, Copy)]
struct Answered;

async fn read(parts: &response::Parts, body: Body) -> Refusal {
    let bytes = to_bytes(body, LONGEST_ERROR).await.unwrap_or_default();
    match serde_json::from_slice::<AppError>(&bytes) {
        Ok(error) => error.into(),
        Err(_) => Refusal::of_status(parts.status),
    }
}
