//! Members: the people of an organization.
//!
//! Each function opens its own door under the permission that it needs, locks what it decides about, and ends with one
//! change. Who is an administrator, and that there is one, is decided by the database when the change ends.

mod filter;

use model::ids::{MemberId, PublicId, RoleId};
use model::live::EventKind;
use model::members::{ChangeMemberRoles, ListMembers, MemberPage, MemberView};
use model::permission::{member, role};
use model::roles::RoleName;
use model::{AppError, Code};
use serde_json::json;
use sqlx::types::Json;

use crate::access::{Actor, TenantTx};
use crate::audit::Change;
use crate::error::Result;
use crate::roles;

/// One page of the organization's members.
pub async fn list_members(actor: &Actor, tenant: &PublicId, query: &ListMembers) -> Result<MemberPage> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::List> = conn.read().await?;
    filter::page(&mut tx, query).await
}

/// Gives a member exactly these roles. The caller must hold all that is given or taken away.
pub async fn change_member_roles(actor: &Actor, tenant: &PublicId, input: ChangeMemberRoles) -> Result<MemberView> {
    let ChangeMemberRoles { member, roles: wanted } = input.parse()?;
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, role::Assign> = conn.begin().await?;
    lock(&mut tx, member, "active").await?;
    let held = roles_of(&mut tx, member).await?;
    let differing: Vec<_> = wanted.iter().filter(|role| !held.contains(role)).copied().collect();
    let differing = [differing, held.iter().filter(|role| !wanted.contains(role)).copied().collect()].concat();
    roles::check_grantable(&mut tx, &differing).await?;
    set_roles(&mut tx, member, &wanted).await?;
    let view = find(&mut tx, member).await?;
    let change = json!({ "before": held, "after": wanted });
    tx.commit(Change::one(EventKind::MemberRolesChanged, member, change)).await?;
    Ok(view)
}

/// Ends a membership at once, in every process. Its roles are kept for [`restore_member`].
pub async fn remove_member(actor: &Actor, tenant: &PublicId, member: MemberId) -> Result<()> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Remove> = conn.begin().await?;
    lock(&mut tx, member, "active").await?;
    let roles = roles_of(&mut tx, member).await?;
    roles::check_grantable(&mut tx, &roles).await?;
    sqlx::query!(
        "UPDATE control.memberships SET status = 'removed', removed_at = now() WHERE tenant_id = $1 AND id = $2",
        tx.tenant().0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    tx.commit(Change::one(EventKind::MemberRemoved, member, json!({ "roles": roles }))).await
}

/// Takes a removal back, with the roles that the member had, as long as it has only just happened.
pub async fn restore_member(actor: &Actor, tenant: &PublicId, member: MemberId) -> Result<MemberView> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Remove> = conn.begin().await?;
    lock(&mut tx, member, "removed").await?;
    let roles = roles_of(&mut tx, member).await?;
    roles::check_grantable(&mut tx, &roles).await?;
    // The screen offers it for ten seconds; whoever clicks in the last one has a slow line's time more.
    let restored = sqlx::query!(
        "UPDATE control.memberships SET status = 'active', removed_at = NULL
        WHERE tenant_id = $1 AND id = $2 AND removed_at > now() - interval '1 minute'",
        tx.tenant().0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    if restored.rows_affected() == 0 {
        return Err(AppError::Conflict { reason: Code::TooLate }.into());
    }
    let view = find(&mut tx, member).await?;
    tx.commit(Change::one(EventKind::MemberRestored, member, json!({ "roles": roles }))).await?;
    Ok(view)
}

/// Holds a membership still until the transaction ends. One of another status is as good as none.
async fn lock<P>(tx: &mut TenantTx<'_, P>, member: MemberId, status: &str) -> Result<()> {
    let locked = sqlx::query_scalar!(
        "SELECT 1 FROM control.memberships WHERE tenant_id = $1 AND id = $2 AND status = $3 FOR UPDATE",
        tx.tenant().0,
        member.0,
        status
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

async fn find<P>(tx: &mut TenantTx<'_, P>, member: MemberId) -> Result<MemberView> {
    let row = sqlx::query!(
        r#"SELECT m.id AS "id: MemberId", u.name, u.email, m.joined_at,
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name, r.id)
                FROM control.member_roles mr
                JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
                WHERE mr.tenant_id = $1 AND mr.member_id = m.id) AS "roles!: Json<Vec<RoleName>>"
        FROM control.memberships m
        JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND m.id = $2"#,
        tx.tenant().0,
        member.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(MemberView { id: row.id, name: row.name, email: row.email, roles: row.roles.0, joined_at: row.joined_at })
}
