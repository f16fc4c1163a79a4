//! All organizations: listing them, and keeping people out of one and letting them in again.

use model::ids::PublicId;
use model::operators::{ListTenants, SuspendTenant, TenantPage, TenantRow, TenantStatus};
use model::permission::platform_tenant;
use model::slug::Slug;
use model::text::search_term;
use model::{AppError, Code};
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::tx::{Operator, OperatorTx};
use crate::access::Visitor;
use crate::audit::{AuditEntry, By, Entry};
use crate::error::{Error, Result};

/// One page of all organizations.
pub async fn list_tenants(visitor: &Visitor, query: &ListTenants) -> Result<TenantPage> {
    let operator = Operator::authenticate(visitor).await?;
    let mut conn = operator.connect().await?;
    let mut tx: OperatorTx<'_, platform_tenant::List> = operator.begin(&mut conn).await?;
    let (search, status) = (search_term(&query.search), query.status.map(TenantStatus::as_str));
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "total!" FROM control.tenants t
        WHERE ($1 = '' OR strpos(lower(t.title), lower($1)) > 0 OR strpos(t.slug, lower($1)) > 0)
            AND ($2::text IS NULL OR t.status = $2)"#,
        search,
        status
    )
    .fetch_one(tx.sql())
    .await?;
    let mut rows = sqlx::query!(
        r#"SELECT t.public_id AS "public_id: PublicId", t.slug AS "slug: Slug", t.title, t.status, t.suspension_message,
            t.created_at, control.last_activity(t.id) AS last_active_at,
            (SELECT count(*) FROM control.memberships m WHERE m.tenant_id = t.id AND m.status <> 'removed') AS "members!"
        FROM control.tenants t
        WHERE ($1 = '' OR strpos(lower(t.title), lower($1)) > 0 OR strpos(t.slug, lower($1)) > 0)
            AND ($2::text IS NULL OR t.status = $2)
            AND ($3::text IS NULL OR t.slug > $3)
        ORDER BY t.slug
        LIMIT $4"#,
        search,
        status,
        query.after,
        i64::try_from(TenantPage::SIZE + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(tx.sql())
    .await?;
    let more = rows.len() > TenantPage::SIZE;
    rows.truncate(TenantPage::SIZE);
    let next = rows.last().filter(|_| more).map(|last| last.slug.to_string());
    tx.finish("platform.tenants_listed", json!({ "search": search, "status": status })).await?;
    let rows = rows.into_iter().map(|row| {
        Ok(TenantRow {
            public_id: row.public_id,
            slug: row.slug,
            title: row.title,
            status: TenantStatus::from_name(&row.status)
                .ok_or_else(|| Error::Fault(format!("status {}", row.status)))?,
            suspension_message: row.suspension_message,
            members: row.members,
            last_active_at: row.last_active_at,
            created_at: row.created_at,
        })
    });
    Ok(TenantPage { tenants: rows.collect::<Result<_>>()?, total, next })
}

/// Keeps everybody out of an organization, in every process from the next call on, and tells its members why.
pub async fn suspend_tenant(visitor: &Visitor, input: SuspendTenant) -> Result<()> {
    let operator = Operator::authenticate(visitor).await?;
    let (tenant, message) = input.parse()?;
    let mut conn = operator.connect().await?;
    let mut tx: OperatorTx<'_, platform_tenant::Suspend> = operator.begin(&mut conn).await?;
    let entry = entry(&operator, "tenant.suspended", Some(message.as_str()));
    let suspended = sqlx::query_scalar!(
        r#"SELECT control.suspend_tenant($1, $2, $3) AS "suspended!""#,
        tenant.as_str(),
        message.as_str(),
        Json(AuditEntry::new(&entry, By::person(None, operator.caller()))) as _
    )
    .fetch_one(tx.sql())
    .await?;
    let details = json!({ "tenant": tenant, "message": message });
    finish(tx, suspended, "platform.tenant_suspended", details).await
}

/// Lets them in again.
pub async fn restore_tenant(visitor: &Visitor, tenant: PublicId) -> Result<()> {
    let operator = Operator::authenticate(visitor).await?;
    let mut conn = operator.connect().await?;
    let mut tx: OperatorTx<'_, platform_tenant::Suspend> = operator.begin(&mut conn).await?;
    let entry = entry(&operator, "tenant.restored", None);
    let restored = sqlx::query_scalar!(
        r#"SELECT control.end_suspension($1, $2) AS "restored!""#,
        tenant.as_str(),
        Json(AuditEntry::new(&entry, By::person(None, operator.caller()))) as _
    )
    .fetch_one(tx.sql())
    .await?;
    finish(tx, restored, "platform.tenant_restored", json!({ "tenant": tenant })).await
}

/// What the organization's own log says. Which organization, the function in SQL finds.
fn entry(operator: &Operator, action: &'static str, message: Option<&str>) -> Entry {
    let details = json!({ "operator": operator.name(), "operator_id": operator.id(), "message": message });
    Entry { action, resource: Uuid::nil(), details }
}

/// Somebody else may have done it already, or there is no such organization.
async fn finish(
    tx: OperatorTx<'_, platform_tenant::Suspend>,
    is_done: bool,
    action: &'static str,
    details: Value,
) -> Result<()> {
    if is_done { tx.finish(action, details).await } else { Err(AppError::Conflict { reason: Code::Stale }.into()) }
}
