//! What is kept of a change of many for as long as it can be taken back.

use model::ids::{BatchId, MemberId, PublicId, RoleId};
use model::live::EventKind;
use model::{AppError, Code};
use uuid::Uuid;

use super::many::Held;
use crate::access::{Actor, TenantTx};
use crate::error::Result;
use crate::random;

/// Notes that there is a change to take back. What can be taken back no longer goes.
pub(super) async fn begin<P>(tx: &mut TenantTx<'_, P>, kind: EventKind) -> Result<BatchId> {
    let (tenant, member) = (tx.tenant(), tx.member());
    sqlx::query!(
        "DELETE FROM control.member_batches WHERE tenant_id = $1 AND made_at < now() - interval '10 minutes'",
        tenant.0
    )
    .execute(tx.sql())
    .await?;
    let id = BatchId(random::id());
    sqlx::query!(
        "INSERT INTO control.member_batches (tenant_id, id, made_by, action) VALUES ($1, $2, $3, $4)",
        tenant.0,
        id.0,
        member.0,
        kind.as_str()
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// Keeps what these members held before, and as which version the change has left them.
pub(super) async fn keep<P>(tx: &mut TenantTx<'_, P>, batch: BatchId, members: &[Held]) -> Result<()> {
    let ids: Vec<Uuid> = members.iter().map(|held| held.id.0).collect();
    // An array of arrays would have to be rectangular.
    let roles: Vec<String> = members.iter().map(|held| array_of(&held.roles)).collect();
    sqlx::query!(
        "INSERT INTO control.member_batch_entries (tenant_id, batch_id, member_id, left_as, roles)
        SELECT $1, $2, m.id, m.version, u.roles::uuid[]
        FROM unnest($3::uuid[], $4::text[]) AS u (id, roles)
        JOIN control.memberships m ON m.tenant_id = $1 AND m.id = u.id
        WHERE m.tenant_id = $1",
        tx.tenant().0,
        batch.0,
        &ids,
        &roles
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// The ids as PostgreSQL writes an array.
fn array_of(roles: &[RoleId]) -> String {
    let ids: Vec<_> = roles.iter().map(RoleId::to_string).collect();
    format!("{{{}}}", ids.join(","))
}

/// What was done. Another's is as good as none.
pub(super) async fn kind_of(actor: &Actor, tenant: &PublicId, batch: BatchId) -> Result<EventKind> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx = conn.read_as_member().await?;
    let action = sqlx::query_scalar!(
        "SELECT action FROM control.member_batches WHERE tenant_id = $1 AND id = $2 AND made_by = $3",
        tx.tenant().0,
        batch.0,
        tx.member().0
    )
    .fetch_optional(tx.sql())
    .await?;
    action.and_then(|action| action.parse().ok()).ok_or(AppError::NotFound.into())
}

/// Takes the right to undo: once, by whoever made the change, and no later than a slow line's time behind the ten seconds
/// for which the screen offers it.
pub(super) async fn claim<P>(tx: &mut TenantTx<'_, P>, batch: BatchId) -> Result<()> {
    let claimed = sqlx::query!(
        "UPDATE control.member_batches SET undone_at = now()
        WHERE tenant_id = $1 AND id = $2 AND made_by = $3 AND undone_at IS NULL AND made_at > now() - interval '1 minute'",
        tx.tenant().0,
        batch.0,
        tx.member().0
    )
    .execute(tx.sql())
    .await?;
    if claimed.rows_affected() == 0 { Err(AppError::Conflict { reason: Code::TooLate }.into()) } else { Ok(()) }
}

/// Whom the change concerned.
pub(super) async fn members_of<P>(tx: &mut TenantTx<'_, P>, batch: BatchId) -> Result<Vec<MemberId>> {
    let members = sqlx::query_scalar!(
        r#"SELECT member_id AS "id: MemberId" FROM control.member_batch_entries
        WHERE tenant_id = $1 AND batch_id = $2 ORDER BY member_id"#,
        tx.tenant().0,
        batch.0
    );
    Ok(members.fetch_all(tx.sql()).await?)
}
