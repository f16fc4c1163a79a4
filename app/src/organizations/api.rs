//! Server functions of this feature.

use leptos::prelude::*;
use model::AppError;
use model::ids::PublicId;
use model::tenants::{OrganizationsView, TenantView};

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::tenants};

/// Where the caller can go.
#[server(prefix = "/api", endpoint = "organizations/list", input = server_fn::codec::Json)]
pub async fn list_organizations() -> Result<OrganizationsView, AppError> {
    visitor()?.as_person(|actor| async move { tenants::list_organizations(&actor).await }).await
}

/// Goes into the organization at this address.
#[server(prefix = "/api", endpoint = "organizations/enter", input = server_fn::codec::Json)]
pub async fn enter_tenant(slug: String) -> Result<TenantView, AppError> {
    visitor()?.as_person(|actor| async move { tenants::enter_tenant(&actor, &slug).await }).await
}

/// Ends the caller's own membership.
#[server(prefix = "/api", endpoint = "organizations/leave", input = server_fn::codec::Json)]
pub async fn leave_organization(tenant: PublicId) -> Result<(), AppError> {
    visitor()?.as_person(|actor| async move { tenants::leave_organization(&actor, &tenant).await }).await
}

/// Puts the organization away.
#[server(prefix = "/api", endpoint = "organizations/archive", input = server_fn::codec::Json)]
pub async fn archive_organization(
    tenant: PublicId,
    input: model::tenants::ArchiveOrganization,
) -> Result<(), AppError> {
    visitor()?.as_person(|actor| async move { tenants::archive_organization(&actor, &tenant, input).await }).await
}
