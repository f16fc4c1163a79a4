//! Server functions of this feature. An input's type is written with its path: the macro makes a type of the function's
//! own name.

use leptos::prelude::*;
use model::AppError;
use model::audit::{AuditEntryPage, AuditPage};
use model::ids::PublicId;

#[cfg(feature = "ssr")]
use {crate::ssr::visitor, domain::audit};

/// One page of the log.
#[server(prefix = "/api", endpoint = "audit/list", input = server_fn::codec::Json)]
pub async fn list_entries(tenant: PublicId, query: model::audit::ListAudit) -> Result<AuditPage, AppError> {
    visitor()?.as_person(|actor| async move { audit::list_entries(&actor, &tenant, query).await }).await
}

/// How many entries have come behind this number.
#[server(prefix = "/api", endpoint = "audit/newer", input = server_fn::codec::Json)]
pub async fn count_newer(tenant: PublicId, query: model::audit::ListAudit, newest: i64) -> Result<i64, AppError> {
    visitor()?.as_person(move |actor| async move { audit::count_newer(&actor, &tenant, query, newest).await }).await
}

/// One entry.
#[server(prefix = "/api", endpoint = "audit/entry", input = server_fn::codec::Json)]
pub async fn read_entry(tenant: PublicId, number: i64) -> Result<AuditEntryPage, AppError> {
    visitor()?.as_person(move |actor| async move { audit::read_entry(&actor, &tenant, number).await }).await
}
