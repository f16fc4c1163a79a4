//! Roles of an organization, and the rule that nobody gives away more than he has.

use std::collections::BTreeMap;

use model::ids::{PublicId, RoleId};
use model::permission::role;
use model::roles::RoleView;
use model::{AppError, Code};

use crate::access::{ReadTx, Reader, TenantTx, effective};
use crate::error::Result;

/// The roles of the organization, by name.
pub async fn list_roles(reader: impl Into<Reader>, tenant: &PublicId) -> Result<Vec<RoleView>> {
    let mut conn = reader.into().enter(tenant).await?;
    let mut tx: ReadTx<'_, role::List> = conn.read().await?;
    // Who is no member gives no role to anybody.
    let (tenant, member) = (tx.tenant(), tx.reading_member());
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id: RoleId", r.name, r.grants_all,
            ARRAY(SELECT rp.permission FROM control.role_permissions rp
                WHERE rp.tenant_id = $1 AND rp.role_id = r.id) AS "permissions!",
            $2::uuid IS NOT NULL AND control.covers($1, $2, ARRAY[r.id], '{}') AS "assignable!"
        FROM control.roles r
        WHERE r.tenant_id = $1
        ORDER BY r.name, r.id"#,
        tenant.0,
        member.map(|member| member.0)
    )
    .fetch_all(tx.sql())
    .await?;
    let view = |id, name, permissions, assignable| RoleView { id, name, permissions, assignable };
    let views =
        rows.into_iter().map(|row| view(row.id, row.name, effective(row.grants_all, row.permissions), row.assignable));
    Ok(views.collect())
}

/// Refuses unless all of these different roles are the organization's and the caller's own cover what they grant.
/// `control.covers` is the rule; an invitation is held to it once more when it is accepted.
pub(crate) async fn check_grantable<P>(tx: &mut TenantTx<'_, P>, roles: &[RoleId]) -> Result<()> {
    let (tenant, member) = (tx.tenant(), tx.member());
    let ids: Vec<_> = roles.iter().map(|role| role.0).collect();
    let asked = sqlx::query!(
        r#"SELECT count(*) = cardinality($3::uuid[]) AS "known!", control.covers($1, $2, $3, '{}') AS "covered!"
        FROM control.roles WHERE tenant_id = $1 AND id = ANY ($3)"#,
        tenant.0,
        member.0,
        &ids
    )
    .fetch_one(tx.sql())
    .await?;
    match asked {
        asked if !asked.known => Err(AppError::invalid("roles", Code::Unknown).into()),
        asked if !asked.covered => Err(AppError::invalid("roles", Code::AboveOwnRights).into()),
        _ => Ok(()),
    }
}

/// Of each role of the organization, whether the caller's own cover all that it grants.
pub(crate) async fn coverage<P>(tx: &mut TenantTx<'_, P>) -> Result<BTreeMap<RoleId, bool>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: RoleId", control.covers($1, $2, ARRAY[id], '{}') AS "covered!"
        FROM control.roles WHERE tenant_id = $1"#,
        tx.tenant().0,
        tx.member().0
    );
    Ok(rows.fetch_all(tx.sql()).await?.into_iter().map(|row| (row.id, row.covered)).collect())
}
