//! One member, on a page of its own.

use model::AppError;
use model::ids::{MemberId, PublicId};
use model::members::MemberDetails;
use model::permission::member;

use super::filter;
use crate::access::{Actor, TenantTx};
use crate::error::Result;

/// What the member's page shows. Somebody of another organization is as absent as nobody, and so is whoever was removed.
pub async fn read_member(actor: &Actor, tenant: &PublicId, member: MemberId) -> Result<MemberDetails> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::List> = conn.read().await?;
    let tenant = tx.tenant();
    let sessions = sqlx::query_scalar!(
        r#"SELECT control.open_sessions_of($1, m.id) AS "sessions!" FROM control.memberships m
        WHERE m.tenant_id = $1 AND m.id = $2 AND m.status <> 'removed'"#,
        tenant.0,
        member.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(AppError::NotFound)?;
    Ok(MemberDetails { member: filter::find(&mut tx, member).await?, sessions })
}
