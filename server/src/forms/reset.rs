//! A forgotten password.

use axum::response::Response;
use domain::access::Visitor;
use domain::account;
use model::account::{AskReset, ResetPassword};

use super::Posted;
use crate::cookies::Session;

/// Mails the way to a new one. Whoever asks for whatever address is led to the same page.
pub async fn ask(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let asked = match posted.input::<AskReset>() {
        Ok(input) => visitor.as_anyone(|visitor| async move { account::ask_reset(&visitor, input).await }).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(()) => posted.lead_to("/reset-password?sent"),
        Err(error) => posted.refused("/reset-password", error).await,
    }
}

/// Sets it by the mailed link, and leads on as the account's owner.
pub async fn set(posted: Posted) -> Response {
    let Some(token) = posted.link() else { return posted.nothing_here().await };
    let page = format!("/reset-password/{}", token.as_str());
    let visitor = posted.visitor.clone();
    let signed_in = match posted.input::<ResetPassword>() {
        Ok(input) => {
            let set = |visitor: Visitor| async move { account::reset_by_link(&visitor, token.as_str(), input).await };
            visitor.as_anyone(set).await
        }
        Err(error) => Err(error),
    };
    match signed_in {
        Ok(signed_in) => posted.signed_in(Session::Person, &signed_in, "/organizations?signed-in"),
        Err(error) => posted.refused(&page, error).await,
    }
}
