//! The back office's own way in and out.

use axum::response::Response;
use domain::operators;
use model::account::SignIn;

use super::Posted;
use crate::cookies::Session;

/// Starts a session of the back office.
pub async fn sign_in(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let signed_in = match posted.input::<SignIn>() {
        Ok(input) => visitor.as_anyone(|visitor| async move { operators::sign_in(&visitor, input).await }).await,
        Err(error) => Err(error),
    };
    match signed_in {
        Ok(signed_in) => posted.signed_in(Session::Operator, &signed_in, "/admin"),
        Err(error) => posted.refused("/admin/sign-in", error).await,
    }
}

/// Ends it. One that cannot be ended keeps its cookie.
pub async fn sign_out(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    match visitor.as_anyone(|visitor| async move { operators::sign_out(&visitor).await }).await {
        Ok(()) => posted.signed_out(Session::Operator, "/admin/sign-in"),
        Err(error) => posted.failed(error),
    }
}
