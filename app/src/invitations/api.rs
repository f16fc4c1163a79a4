//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::ids::{InvitationId, PublicId};
use model::invitations::{InvitationCursor, InvitationOffer, InvitationPage, InvitationView, Invited};

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::invitations};

/// Invitations that can still be accepted, page by page.
#[server(prefix = "/api", endpoint = "invitations/list", input = server_fn::codec::Json)]
pub async fn list_invitations(tenant: PublicId, after: Option<InvitationCursor>) -> Result<InvitationPage, AppError> {
    visitor()?.as_person(|actor| async move { invitations::list_invitations(&actor, &tenant, after).await }).await
}

/// Asks people to join.
#[server(prefix = "/api", endpoint = "invitations/create", input = server_fn::codec::Json)]
pub async fn invite_members(tenant: PublicId, input: model::invitations::InviteMembers) -> Result<Invited, AppError> {
    visitor()?.as_person(|actor| async move { invitations::invite_members(&actor, &tenant, input).await }).await
}

/// Sends an invitation once more, by a new link.
#[server(prefix = "/api", endpoint = "invitations/resend", input = server_fn::codec::Json)]
pub async fn resend_invitation(tenant: PublicId, invitation: InvitationId) -> Result<InvitationView, AppError> {
    visitor()?
        .as_person(move |actor| async move { invitations::resend_invitation(&actor, &tenant, invitation).await })
        .await
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
