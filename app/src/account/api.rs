//! Server functions of this feature. What changes an account is a plain post: see `server/src/forms/`.

use leptos::prelude::*;
use model::AppError;
use model::account::{AccountView, ResetOffer};

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::account};

/// The caller's own account.
#[server(prefix = "/api", endpoint = "account/show", input = server_fn::codec::Json)]
pub async fn show_account() -> Result<AccountView, AppError> {
    visitor()?.as_person(|actor| async move { account::show_account(&actor).await }).await
}

/// Whose password the link with this secret sets.
#[server(prefix = "/api", endpoint = "account/reset-offer", input = server_fn::codec::Json)]
pub async fn read_reset_offer(token: String) -> Result<ResetOffer, AppError> {
    visitor()?.as_anyone(|visitor| async move { account::reset_offer(&visitor, &token).await }).await
}
