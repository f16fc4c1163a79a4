//! Roles of an organization, and the rule that nobody gives away more than he has.

use model::ids::{PublicId, RoleId};
use model::permission::{Permission, PermissionSet, role};
use model::roles::{RoleName, RoleView};
use model::{AppError, Code};

use crate::access::{Actor, TenantTx};
use crate::error::Result;

/// The roles of the organization, by name.
pub async fn list_roles(actor: &Actor, tenant: &PublicId) -> Result<Vec<RoleView>> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, role::List> = conn.read().await?;
    let own = tx.permissions();
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RoleId", r.name, r.grants_all,
            ARRAY(SELECT rp.permission FROM control.role_permissions rp
                WHERE rp.tenant_id = $1 AND rp.role_id = r.id) AS "permissions!"
        FROM control.roles r
        WHERE r.tenant_id = $1
        ORDER BY r.name, r.id"#,
        tx.tenant().0
    )
    .fetch_all(tx.sql())
    .await?;
    let view = |id, name, grants_all, held| {
        let permissions = rights(grants_all, held);
        RoleView { id, name, permissions, assignable: own.covers(permissions) }
    };
    Ok(rows.into_iter().map(|row| view(row.id, row.name, row.grants_all, row.permissions)).collect())
}

/// Refuses unless all of these roles are the organization's and the caller holds all that they grant.
pub(crate) async fn check_grantable<P>(tx: &mut TenantTx<'_, P>, roles: &[RoleId]) -> Result<()> {
    let ids: Vec<_> = roles.iter().map(|role| role.0).collect();
    let rows = sqlx::query!(
        r#"SELECT r.grants_all,
            ARRAY(SELECT rp.permission FROM control.role_permissions rp
                WHERE rp.tenant_id = $1 AND rp.role_id = r.id) AS "permissions!"
        FROM control.roles r
        WHERE r.tenant_id = $1 AND r.id = ANY ($2)"#,
        tx.tenant().0,
        &ids
    )
    .fetch_all(tx.sql())
    .await?;
    if rows.len() != roles.len() {
        return Err(AppError::invalid("roles", Code::Unknown).into());
    }
    let own = tx.permissions();
    if rows.into_iter().all(|row| own.covers(rights(row.grants_all, row.permissions))) {
        Ok(())
    } else {
        Err(AppError::invalid("roles", Code::AboveOwnRights).into())
    }
}

/// The names of these roles of the organization, by name.
pub(crate) async fn names<P>(tx: &mut TenantTx<'_, P>, roles: &[RoleId]) -> Result<Vec<RoleName>> {
    let ids: Vec<_> = roles.iter().map(|role| role.0).collect();
    let names = sqlx::query_as!(
        RoleName,
        r#"SELECT id AS "id: RoleId", name FROM control.roles WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY name, id"#,
        tx.tenant().0,
        &ids
    );
    Ok(names.fetch_all(tx.sql()).await?)
}

fn rights(grants_all: bool, permissions: Vec<String>) -> PermissionSet {
    if grants_all { Permission::ALL.iter().copied().collect() } else { PermissionSet::from(permissions) }
}
