//! The server's side of a call: who asks. Given into the context by the router, read by server functions.

use domain::access::Visitor;
use leptos::prelude::*;
use model::AppError;

/// The request that this call belongs to, during rendering as well as over HTTP.
pub fn visitor() -> Result<Visitor, AppError> {
    use_context().ok_or_else(AppError::internal)
}
