//! Signing up, in and out; confirming an address.

use axum::response::Response;
use domain::account;
use model::AppError;
use model::account::{SignIn, SignUp};

use super::Posted;
use crate::cookies::Session;

/// Makes an organization and its administrator, and leads into it.
pub async fn sign_up(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let founded = match posted.input::<SignUp>() {
        Ok(input) => visitor.as_anyone(|visitor| async move { account::sign_up(&visitor, input).await }).await,
        Err(error) => Err(error),
    };
    match founded {
        Ok((signed_in, slug)) => posted.signed_in(Session::Person, &signed_in, &format!("/t/{slug}")),
        Err(error) => posted.refused("/sign-up", error).await,
    }
}

/// Starts a session and leads to where the person wanted to go.
pub async fn sign_in(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let signed_in = match posted.input::<SignIn>() {
        Ok(input) => visitor.as_anyone(|visitor| async move { account::sign_in(&visitor, input).await }).await,
        Err(error) => Err(error),
    };
    match signed_in {
        Ok(signed_in) => {
            let next = posted.next("next").unwrap_or("/organizations?signed-in").to_owned();
            posted.signed_in(Session::Person, &signed_in, &next)
        }
        Err(error) => posted.refused("/sign-in", error).await,
    }
}

/// Ends the session, on the server and in the browser. One that is over already is as good as ended. One that cannot be
/// ended keeps its cookie: nobody is led to believe that it is over.
pub async fn sign_out(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    match visitor.as_person(|actor| async move { account::sign_out(&actor).await }).await {
        Ok(()) | Err(AppError::Unauthenticated) => {
            posted.signed_out(Session::Person, posted.next("next").unwrap_or("/sign-in"))
        }
        Err(error) => posted.refused("/organizations?choose", error).await,
    }
}

/// Mails the link that confirms an address once more, and leads back to the page that asked.
pub async fn send_verification(posted: Posted) -> Response {
    let (page, sent) = match posted.field("from") {
        "account" => ("/account", "/account?sent"),
        _ => ("/organizations?choose", "/organizations?choose&sent"),
    };
    let visitor = posted.visitor.clone();
    match visitor.as_person(|actor| async move { account::send_verification(&actor).await }).await {
        Ok(()) => posted.lead_to(sent),
        Err(AppError::Unauthenticated) => posted.lead_to("/sign-in?next=/organizations"),
        Err(error) => posted.refused(page, error).await,
    }
}

/// Confirms an address by the mailed link. Whoever is not signed in is led there first.
pub async fn verify_email(posted: Posted) -> Response {
    let Some(token) = posted.link() else { return posted.nothing_here().await };
    let page = format!("/verify-email/{}", token.as_str());
    let visitor = posted.visitor.clone();
    match visitor.as_person(|actor| async move { account::verify_email(&actor, token.as_str()).await }).await {
        Ok(()) => posted.lead_to("/organizations?verified"),
        Err(AppError::Unauthenticated) => posted.lead_to(&format!("/sign-in?next={page}")),
        Err(error) => posted.refused(&page, error).await,
    }
}
