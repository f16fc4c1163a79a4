//! What every request passes through before and after the application, in this order:
//!
//! 1. [`request_id`]: an id of ours, a span that carries it, one line in the log
//! 2. [`headers`]: security headers on every answer
//! 3. [`errors`]: a panic becomes an answer, and what server functions fail with becomes proper HTTP
//! 4. [`paths`]: nothing at a path that could be read as another
//! 5. [`origin`]: changes and sockets only from our own pages
//! 6. [`body`]: the request's body, read whole, neither too long nor too slow
//!
//! No guard of a tenant's data is here: server functions run during rendering too, where no layer is passed. Those guards
//! are in `domain`.

pub mod body;
pub mod errors;
pub mod headers;
pub mod health;
pub mod origin;
pub mod paths;
pub mod request_id;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

use crate::config::BaseUrl;

/// Wraps the application's routes. Add every route before: a route added later would pass none of this.
pub fn layers(router: Router, base_url: &BaseUrl) -> Router {
    let base_url = Arc::new(base_url.clone());
    // The last layer added is the first one passed.
    router
        .layer(from_fn(body::read))
        .layer(from_fn_with_state(Arc::clone(&base_url), origin::check))
        .layer(from_fn(paths::check))
        .layer(from_fn(errors::mend))
        .layer(from_fn_with_state(base_url, headers::add))
        .layer(from_fn(request_id::give))
}
