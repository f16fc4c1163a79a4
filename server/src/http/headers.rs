//! Security headers on every answer. A page sets its own CSP, with its nonce; everything else gets the strictest one.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::config::BaseUrl;

/// Set unless the answer has its own value.
const DEFAULTS: [(HeaderName, &str); 6] = [
    // Nothing in it may be loaded, framed, or sent anywhere: files, JSON, errors.
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: with it browsers send `Origin: null` from our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()",
    ),
];

/// Two years, this host only: an organization's other hosts are not ours to speak for.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

pub async fn add(State(base_url): State<Arc<BaseUrl>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages and answers show an organization's data: not even a browser keeps them. Files may be kept, and are asked for
    // again by their time: a new version of the program has new ones under the same names.
    let is_file = is_unchanged || headers.contains_key(header::LAST_MODIFIED);
    let keep = if is_file { "no-cache" } else { "no-store" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(keep));
    if base_url.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}
