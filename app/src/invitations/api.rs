//! Server functions of this feature.

use leptos::prelude::*;
use model::AppError;
use model::invitations::InvitationOffer;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::invitations};

/// What the link with this token offers, and to whom.
#[server(prefix = "/api", endpoint = "invitations/offer", input = server_fn::codec::Json)]
pub async fn read_offer(token: String) -> Result<InvitationOffer, AppError> {
    visitor()?.as_anyone(|visitor| async move { invitations::read_offer(&visitor, &token).await }).await
}
