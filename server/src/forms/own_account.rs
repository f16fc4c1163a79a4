//! The forms of a person's own page.

use axum::response::Response;
use domain::access::Actor;
use domain::account;
use model::account::{ChangeEmail, ChangeName, ChangePassword};
use model::ids::SessionId;
use model::{AppError, Code};
use serde::de::DeserializeOwned;

use super::Posted;
use crate::cookies::Session;

const PAGE: &str = "/account";

/// Another name.
pub async fn rename(posted: Posted) -> Response {
    let change = |actor: Actor, input: ChangeName| async move { account::change_name(&actor, input).await };
    let changed = carry_out(&posted, change).await;
    answer(posted, changed, "/account?renamed").await
}

/// Another password: this browser goes on with a new session cookie, all others are signed out.
pub async fn change_password(posted: Posted) -> Response {
    let change = |actor: Actor, input: ChangePassword| async move { account::change_password(&actor, input).await };
    match carry_out(&posted, change).await {
        Ok(signed_in) => posted.signed_in(Session::Person, &signed_in, "/account?password-changed"),
        Err(error) => refuse(posted, error).await,
    }
}

/// Another address, once the link to it is opened.
pub async fn change_email(posted: Posted) -> Response {
    let change = |actor: Actor, input: ChangeEmail| async move { account::change_email(&actor, input).await };
    let changed = carry_out(&posted, change).await;
    answer(posted, changed, "/account?email-asked").await
}

/// Opens that link. Whoever is not signed in is led there first.
pub async fn use_email_link(posted: Posted) -> Response {
    let Some(token) = posted.link() else { return posted.nothing_here().await };
    let page = format!("/account/email/{}", token.as_str());
    let visitor = posted.visitor.clone();
    match visitor.as_person(|actor| async move { account::use_email_link(&actor, token.as_str()).await }).await {
        Ok(()) => posted.lead_to("/account?email-changed"),
        Err(AppError::Unauthenticated) => posted.lead_to(&format!("/sign-in?next={page}")),
        Err(error) => posted.refused(&page, error).await,
    }
}

/// Ends one session. What is no session's id is answered like one that is somebody else's.
pub async fn revoke_session(posted: Posted) -> Response {
    let Ok(session) = posted.parameter.parse::<SessionId>() else { return refuse(posted, AppError::NotFound).await };
    let visitor = posted.visitor.clone();
    let revoked = visitor.as_person(move |actor| async move { account::revoke_session(&actor, session).await });
    let revoked = revoked.await;
    answer(posted, revoked, "/account?session-ended").await
}

/// Ends all sessions but this one.
pub async fn revoke_others(posted: Posted) -> Response {
    let visitor = posted.visitor.clone();
    let revoked = visitor.as_person(|actor| async move { account::revoke_other_sessions(&actor).await }).await;
    answer(posted, revoked, "/account?sessions-ended").await
}

async fn carry_out<Input, T, F>(
    posted: &Posted,
    change: impl FnOnce(Actor, Input) -> F + Send + 'static,
) -> Result<T, AppError>
where
    Input: DeserializeOwned + Send + 'static,
    T: Send + 'static,
    F: Future<Output = domain::Result<T>> + Send + 'static,
{
    let input = posted.input::<Input>()?;
    posted.visitor.clone().as_person(move |actor| change(actor, input)).await
}

async fn answer(posted: Posted, outcome: Result<(), AppError>, address: &str) -> Response {
    match outcome {
        Ok(()) => posted.lead_to(address),
        Err(error) => refuse(posted, error).await,
    }
}

async fn refuse(posted: Posted, error: AppError) -> Response {
    match error {
        AppError::Unauthenticated => posted.lead_to("/sign-in?next=/account"),
        // Of a session, the only thing here that one can miss: it has ended meanwhile.
        AppError::NotFound => posted.refused(PAGE, AppError::Conflict { reason: Code::SessionOver }).await,
        error => posted.refused(PAGE, error).await,
    }
}
