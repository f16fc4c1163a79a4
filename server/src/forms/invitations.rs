//! Accepting an invitation.

use axum::response::Response;
use domain::access::Visitor;
use domain::account::SignedIn;
use domain::invitations;
use model::ids::{InvitationId, LinkToken};
use model::invitations::{AcceptInvitation, Joined};
use model::{AppError, Code};

use super::Posted;
use crate::cookies::Session;

/// By the mailed link: as the account that is signed in, or as a new one.
pub async fn accept(posted: Posted) -> Response {
    let Some(token) = posted.link() else { return posted.nothing_here().await };
    let page = format!("/invitations/{}", token.as_str());
    let accepted = match posted.input::<AcceptInvitation>() {
        Ok(input) => accept_by_token(posted.visitor.clone(), token, input).await,
        Err(error) => Err(error),
    };
    match accepted {
        Ok((None, joined)) => posted.lead_to(&format!("/t/{}", joined.slug)),
        Ok((Some(signed_in), joined)) => posted.signed_in(Session::Person, &signed_in, &format!("/t/{}", joined.slug)),
        Err(error) => posted.refused(&page, error).await,
    }
}

async fn accept_by_token(
    visitor: Visitor,
    token: LinkToken,
    input: AcceptInvitation,
) -> Result<(Option<SignedIn>, Joined), AppError> {
    let as_person = {
        let token = token.clone();
        visitor
            .clone()
            .as_person(move |actor| async move { invitations::accept_by_token(&actor, token.as_str()).await })
    };
    match as_person.await {
        Ok(joined) => Ok((None, joined)),
        Err(AppError::Unauthenticated) => {
            let accept = move |visitor: Visitor| async move {
                invitations::accept_as_new_account(&visitor, token.as_str(), input).await
            };
            visitor.as_anyone(accept).await.map(|(signed_in, joined)| (Some(signed_in), joined))
        }
        Err(error) => Err(error),
    }
}

/// Without the link, from the list of organizations.
pub async fn accept_by_id(posted: Posted) -> Response {
    const PAGE: &str = "/organizations?choose";
    let Ok(id) = posted.parameter.parse::<InvitationId>() else {
        return posted.refused(PAGE, AppError::Conflict { reason: Code::LinkExpired }).await;
    };
    let visitor = posted.visitor.clone();
    match visitor.as_person(move |actor| async move { invitations::accept_by_id(&actor, id).await }).await {
        Ok(joined) => posted.lead_to(&format!("/t/{}", joined.slug)),
        Err(AppError::Unauthenticated) => posted.lead_to("/sign-in?next=/organizations"),
        Err(error) => posted.refused(PAGE, error).await,
    }
}
