//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::ids::{InvitationId, PublicId};
use model::invitations::{InvitationOffer, InvitationView};

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::invitations};

/// Invitations that can still be accepted.
#[server(prefix = "/api", endpoint = "invitations/list", input = server_fn::codec::Json)]
pub async fn list_invitations(tenant: PublicId) -> Result<Vec<InvitationView>, AppError> {
    visitor()?.as_person(|actor| async move { invitations::list_invitations(&actor, &tenant).await }).await
}

/// Asks somebody to join.
#[server(prefix = "/api", endpoint = "invitations/create", input = server_fn::codec::Json)]
pub async fn invite_member(
    tenant: PublicId,
    input: model::invitations::InviteMember,
) -> Result<InvitationView, AppError> {
    visitor()?.as_person(|actor| async move { invitations::invite_member(&actor, &tenant, input).await }).await
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "invitations/revoke", input = server_fn::codec::Json)]
pub async fn revoke_invitation(tenant: PublicId, invitation: InvitationId) -> Result<(), AppError> {
    visitor()?
        .as_person(move |actor| async move { invitations::revoke_invitation(&actor, &tenant, invitation).await })
        .await
}

/// What the link with this token offers, and to whom.
#[server(prefix = "/api", endpoint = "invitations/offer", input = server_fn::codec::Json)]
pub async fn read_offer(token: String) -> Result<InvitationOffer, AppError> {
    visitor()?.as_anyone(|visitor| async move { invitations::read_offer(&visitor, &token).await }).await
}
