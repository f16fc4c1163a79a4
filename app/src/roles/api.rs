//! Server functions of this feature.

use leptos::prelude::*;
use model::AppError;
use model::entrance::Entrance;
use model::roles::RoleView;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::roles};

/// The roles of the organization.
#[server(prefix = "/api", endpoint = "roles/list", input = server_fn::codec::Json)]
pub async fn list_roles(tenant: Entrance) -> Result<Vec<RoleView>, AppError> {
    visitor()?.as_reader(tenant, |reader, tenant| async move { roles::list_roles(reader, &tenant).await }).await
}
