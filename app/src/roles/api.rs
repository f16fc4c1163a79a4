//! Server functions of this feature.

use leptos::prelude::*;
use model::AppError;
use model::ids::PublicId;
use model::roles::RoleView;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::roles};

/// The roles of the organization.
#[server(prefix = "/api", endpoint = "roles/list", input = server_fn::codec::Json)]
pub async fn list_roles(tenant: PublicId) -> Result<Vec<RoleView>, AppError> {
    visitor()?.as_person(|actor| async move { roles::list_roles(&actor, &tenant).await }).await
}
