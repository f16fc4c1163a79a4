//! Members: the people of an organization.
//!
//! Each function opens its own door under the permission that it needs, locks what it decides about, and ends with one
//! change. Who is an administrator, and that there is one, is decided by the database when the change ends.

mod batch;
mod details;
mod export;
mod filter;
mod many;
mod undo;

use std::collections::BTreeSet;

use model::ids::{MemberId, PublicId, RoleId};
use model::live::EventKind;
use model::members::{ChangeMemberRoles, ListMembers, MemberPage, MemberView};
use model::permission::{member, role};
use model::{AppError, Code};
use serde_json::json;

use crate::access::{Actor, ReadTx, Reader, TenantTx};
use crate::audit::Change;
use crate::error::Result;
use crate::{invitations, roles};

pub use details::read_member;
pub use export::{MemberCells, MemberColumns, MemberExport, export_members};
pub use many::change_members;
pub use undo::undo_change;

/// One page of the organization's members.
pub async fn list_members(reader: impl Into<Reader>, tenant: &PublicId, query: &ListMembers) -> Result<MemberPage> {
    let mut conn = reader.into().enter(tenant).await?;
    let mut tx: ReadTx<'_, member::List> = conn.read().await?;
    filter::page(&mut tx, query).await
}

/// Gives a member exactly these roles. The caller must hold all that is given or taken away, and nobody's change is
/// overwritten unseen.
pub async fn change_member_roles(actor: &Actor, tenant: &PublicId, input: ChangeMemberRoles) -> Result<MemberView> {
    let ChangeMemberRoles { member, roles: after, before: seen } = input.parse()?;
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, role::Assign> = conn.begin().await?;
    lock(&mut tx, member, Status::Present).await?;
    let before = roles_of(&mut tx, member).await?;
    if seen.is_some_and(|seen| !differing(&before, &seen).is_empty()) {
        return Err(AppError::Conflict { reason: Code::Stale }.into());
    }
    roles::check_grantable(&mut tx, &differing(&before, &after)).await?;
    set_roles(&mut tx, member, &after).await?;
    let view = filter::find(&mut tx, member).await?;
    let details = json!({ "before": before, "after": after });
    tx.commit(Change::one(EventKind::MemberRolesChanged, member, details)).await?;
    Ok(view)
}

/// Ends a membership at once, in every process. Its roles are kept for [`restore_member`], and no invitation that waits
/// for the same address leads back in.
pub async fn remove_member(actor: &Actor, tenant: &PublicId, member: MemberId) -> Result<()> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Remove> = conn.begin().await?;
    let revoked = invitations::revoke_those_of(&mut tx, Status::Present, &[member]).await?;
    lock(&mut tx, member, Status::Present).await?;
    let roles = roles_of(&mut tx, member).await?;
    roles::check_grantable(&mut tx, &roles).await?;
    sqlx::query!(
        "UPDATE control.memberships SET status = 'removed', removed_at = now() WHERE tenant_id = $1 AND id = $2",
        tx.tenant().0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    let removed = Change::one(EventKind::MemberRemoved, member, json!({ "roles": roles }));
    tx.commit(removed.along_with(revoked)).await
}

/// Takes a removal back, with the roles that the member had, as long as it has only just happened. Whoever is in needs
/// no invitation any more, and whoever was suspended is so again.
pub async fn restore_member(actor: &Actor, tenant: &PublicId, member: MemberId) -> Result<MemberView> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Remove> = conn.begin().await?;
    let revoked = invitations::revoke_those_of(&mut tx, Status::Removed, &[member]).await?;
    lock(&mut tx, member, Status::Removed).await?;
    let roles = roles_of(&mut tx, member).await?;
    roles::check_grantable(&mut tx, &roles).await?;
    // The screen offers it for ten seconds; whoever clicks in the last one has a slow line's time more.
    let restored = sqlx::query!(
        "UPDATE control.memberships
        SET status = CASE WHEN suspended_at IS NULL THEN 'active' ELSE 'suspended' END, removed_at = NULL
        WHERE tenant_id = $1 AND id = $2 AND removed_at > now() - interval '1 minute'",
        tx.tenant().0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    if restored.rows_affected() == 0 {
        return Err(AppError::Conflict { reason: Code::TooLate }.into());
    }
    let view = filter::find(&mut tx, member).await?;
    let restored = Change::one(EventKind::MemberRestored, member, json!({ "roles": roles }));
    tx.commit(restored.along_with(revoked)).await?;
    Ok(view)
}

/// Whether somebody belongs to the organization, as the database has it.
#[derive(Clone, Copy)]
pub(crate) enum Status {
    /// Active or suspended.
    Present,
    /// Not any more; can be brought back.
    Removed,
}

impl Status {
    pub fn is_removed(self) -> bool {
        matches!(self, Self::Removed)
    }
}

/// Holds a membership still until the transaction ends. One of another status is as good as none.
async fn lock<P>(tx: &mut TenantTx<'_, P>, member: MemberId, status: Status) -> Result<()> {
    let locked = sqlx::query_scalar!(
        "SELECT 1 FROM control.memberships
        WHERE tenant_id = $1 AND id = $2 AND (status = 'removed') = $3 FOR NO KEY UPDATE",
        tx.tenant().0,
        member.0,
        status.is_removed()
    );
    locked.fetch_optional(tx.sql()).await?.map(drop).ok_or(AppError::NotFound.into())
}

async fn roles_of<P>(tx: &mut TenantTx<'_, P>, member: MemberId) -> Result<Vec<RoleId>> {
    let roles = sqlx::query_scalar!(
        r#"SELECT role_id AS "id: RoleId" FROM control.member_roles
        WHERE tenant_id = $1 AND member_id = $2 ORDER BY role_id"#,
        tx.tenant().0,
        member.0
    );
    Ok(roles.fetch_all(tx.sql()).await?)
}

/// The roles that are given or taken away where `before` becomes `after`.
fn differing(before: &[RoleId], after: &[RoleId]) -> Vec<RoleId> {
    let [before, after] = [before, after].map(|roles| roles.iter().copied().collect::<BTreeSet<_>>());
    before.symmetric_difference(&after).copied().collect()
}

async fn set_roles(tx: &mut TenantTx<'_, role::Assign>, member: MemberId, roles: &[RoleId]) -> Result<()> {
    let tenant = tx.tenant();
    let roles: Vec<_> = roles.iter().map(|role| role.0).collect();
    sqlx::query!(
        "DELETE FROM control.member_roles WHERE tenant_id = $1 AND member_id = $2 AND role_id <> ALL ($3)",
        tenant.0,
        member.0,
        &roles
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "INSERT INTO control.member_roles (tenant_id, member_id, role_id)
        SELECT $1, $2, role_id FROM unnest($3::uuid[]) AS r (role_id)
        ON CONFLICT DO NOTHING",
        tenant.0,
        member.0,
        &roles
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
