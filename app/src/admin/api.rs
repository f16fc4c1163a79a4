//! Server functions of the back office.

use leptos::prelude::*;
use model::AppError;
use model::operators::{MailView, OperatorView, TenantPage};

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

/// The newest mails of the outbox.
#[server(prefix = "/api", endpoint = "admin/mails", input = server_fn::codec::Json)]
pub async fn list_mails(search: String) -> Result<Vec<MailView>, AppError> {
    visitor()?.as_anyone(|visitor| async move { operators::list_mails(&visitor, &search).await }).await
}
