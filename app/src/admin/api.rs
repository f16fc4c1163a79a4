//! Server functions of the back office.

use leptos::prelude::*;
use model::AppError;
use model::ids::PublicId;
use model::operators::{MailView, OperatorView, PersonPage, TenantPage};
use model::tenants::TenantView;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::operators};

/// Who is signed in at the back office.
#[server(prefix = "/api", endpoint = "admin/me", input = server_fn::codec::Json)]
pub async fn current_operator() -> Result<OperatorView, AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::current_operator(&visitor).await }).await
}

/// One page of all organizations.
#[server(prefix = "/api", endpoint = "admin/tenants", input = server_fn::codec::Json)]
pub async fn list_tenants(query: model::operators::ListTenants) -> Result<TenantPage, AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::list_tenants(&visitor, &query).await }).await
}

/// Goes into the organization at this address, to look.
#[server(prefix = "/api", endpoint = "admin/enter", input = server_fn::codec::Json)]
pub async fn enter_organization(slug: String, reason: Option<String>) -> Result<TenantView, AppError> {
    visitor()?
        .as_anyone(|visitor| async move { operators::enter_tenant(&visitor, &slug, reason.as_deref()).await })
        .await
}

/// Keeps everybody out of an organization.
#[server(prefix = "/api", endpoint = "admin/suspend", input = server_fn::codec::Json)]
pub async fn suspend_organization(input: model::operators::SuspendTenant) -> Result<(), AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::suspend_tenant(&visitor, input).await }).await
}

/// Lets them in again.
#[server(prefix = "/api", endpoint = "admin/restore", input = server_fn::codec::Json)]
pub async fn restore_organization(tenant: PublicId) -> Result<(), AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::restore_tenant(&visitor, tenant).await }).await
}

/// One page of all people.
#[server(prefix = "/api", endpoint = "admin/people", input = server_fn::codec::Json)]
pub async fn list_people(query: model::operators::ListPeople) -> Result<PersonPage, AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::list_people(&visitor, &query).await }).await
}

/// The newest mails of the outbox.
#[server(prefix = "/api", endpoint = "admin/mails", input = server_fn::codec::Json)]
pub async fn list_mails(search: String) -> Result<Vec<MailView>, AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::list_mails(&visitor, &search).await }).await
}
