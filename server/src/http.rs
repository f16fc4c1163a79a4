//! What every request passes through before and after the application, in this order:
//!
//! 1. [`request_id`]: an id of ours, a span that carries it, one line in the log
//! 2. [`headers`]: security headers on every answer
//! 3. [`errors`]: a panic or an oversized body becomes an answer, and what server functions fail with becomes proper HTTP
//! 4. [`origin`]: changes and sockets only from our own pages
//! 5. the limit on bodies
//!
//! No guard of a tenant's data is here: server functions run during rendering too, where no layer is passed. Those guards
//! are in `domain`.

pub mod errors;
pub mod headers;
pub mod health;
pub mod origin;
pub mod request_id;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::limit::RequestBodyLimitLayer;

use crate::config::BaseUrl;

/// The longest body that anybody may send, in bytes.
pub const LONGEST_BODY: usize = 256 * 1024;

/// Wraps the application's routes. Add every route before: a route added later would pass none of this.
pub fn layers(router: Router, base_url: &BaseUrl) -> Router {
    let base_url = Arc::new(base_url.clone());
    // The last layer added is the first one passed.
    router
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(from_fn_with_state(Arc::clone(&base_url), origin::check))
        .layer(from_fn(errors::mend))
        .layer(from_fn_with_state(base_url, headers::add))
        .layer(from_fn(request_id::give))
}
