//! The same done to many members at once: one transaction, one entry of the log for each of them, one event.
//!
//! Whoever cannot be changed is left out and named, the others are changed (docs/decisions/0020). The caller is never among
//! them, so that the organization keeps the administrator that it has.

use std::collections::{BTreeMap, BTreeSet};

use model::ids::{BatchId, MemberId, PublicId, RoleId};
use model::live::EventKind;
use model::members::{ChangeMembers, ChosenMembers, MemberChange, MembersChanged, RefusedMember};
use model::permission::{Permit, member, role};
use model::{AppError, Code};
use serde_json::json;
use uuid::Uuid;

use super::{Status, batch, filter};
use crate::access::{Actor, TenantTx};
use crate::audit::{Change, Entry};
use crate::error::{ConstraintExt as _, Result};
use crate::{invitations, roles};

/// How many rows one statement changes: each ends long before the limit on statements.
pub(super) const AT_ONCE: usize = 500;

/// Changes all that were chosen, as far as the caller may.
pub async fn change_members(actor: &Actor, tenant: &PublicId, input: ChangeMembers) -> Result<MembersChanged> {
    let input = input.parse()?;
    match input.change {
        MemberChange::Roles { .. } => change::<role::Assign>(actor, tenant, input).await,
        MemberChange::Remove => change::<member::Remove>(actor, tenant, input).await,
        MemberChange::Suspend | MemberChange::Reinstate => change::<member::Suspend>(actor, tenant, input).await,
    }
}

async fn change<P: Permit>(actor: &Actor, tenant: &PublicId, input: ChangeMembers) -> Result<MembersChanged> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, P> = conn.begin().await?;
    let ChangeMembers { who, change } = input;
    if let MemberChange::Roles { add, remove } = &change {
        let all: Vec<_> = add.iter().chain(remove).copied().collect();
        roles::check_grantable(&mut tx, &all).await?;
    }
    let asked = match who {
        ChosenMembers::These(members) => members,
        // What is listed may be seen by those only who see the list.
        ChosenMembers::Matching(query) => filter::matching(&mut *tx.also::<member::List>()?, &query).await?,
    };
    if asked.len() > usize::from(ChangeMembers::MOST) {
        return Err(AppError::invalid("who", Code::TooMany(ChangeMembers::MOST)).into());
    }
    let mut revoked = Vec::new();
    if matches!(change, MemberChange::Remove | MemberChange::Suspend) {
        for some in asked.chunks(AT_ONCE) {
            revoked.extend(invitations::revoke_those_of(&mut tx, Status::Present, some).await?);
        }
    }
    let there = lock(&mut tx, &asked).await?;
    if there.is_empty() && !asked.is_empty() {
        return Err(AppError::NotFound.into());
    }
    let coverage = roles::coverage(&mut tx).await?;
    let (changing, refused) = sort_out(&change, &asked, there, tx.member(), &coverage);
    let refused_in_all = refused.len();
    let refused: Vec<_> = refused.into_iter().take(MembersChanged::NAMED).collect();
    if changing.is_empty() {
        return Ok(MembersChanged { batch: None, changed: 0, refused, refused_in_all });
    }
    let batch = batch::begin(&mut tx, kind_of(&change)).await?;
    for some in changing.chunks(AT_ONCE) {
        let ids: Vec<Uuid> = some.iter().map(|held| held.id.0).collect();
        carry_out(&mut tx, &change, &ids).await?;
        batch::keep(&mut tx, batch, some).await?;
        settle(&mut tx).await?;
    }
    let changed = changing.len();
    tx.commit(described(&change, batch, &changing).along_with(revoked)).await?;
    Ok(MembersChanged { batch: Some(batch), changed, refused, refused_in_all })
}

/// A member as the change finds it.
pub(super) struct Held {
    pub id: MemberId,
    name: String,
    is_suspended: bool,
    pub roles: Vec<RoleId>,
}

/// Holds the memberships still, in one order, and looks at them then: a statement that had to wait for one of them would
/// see the roles from before it waited. Who was removed is not there.
///
/// Not their keys: of two who change each other, each makes a batch, which refers to its maker, and would wait for the other.
async fn lock<P>(tx: &mut TenantTx<'_, P>, members: &[MemberId]) -> Result<BTreeMap<MemberId, Held>> {
    let mut there = BTreeMap::new();
    for some in members.chunks(AT_ONCE) {
        let ids: Vec<Uuid> = some.iter().map(|member| member.0).collect();
        let held = sqlx::query_scalar!(
            "SELECT 1 FROM control.memberships WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE",
            tx.tenant().0,
            &ids
        );
        held.fetch_all(tx.sql()).await?;
        let rows = sqlx::query!(
            r#"SELECT m.id AS "id: MemberId", m.name, m.status,
                ARRAY(SELECT mr.role_id FROM control.member_roles mr
                    WHERE mr.tenant_id = $1 AND mr.member_id = m.id ORDER BY mr.role_id) AS "roles!: Vec<RoleId>"
            FROM control.memberships m
            WHERE m.tenant_id = $1 AND m.id = ANY ($2) AND m.status <> 'removed'"#,
            tx.tenant().0,
            &ids
        )
        .fetch_all(tx.sql())
        .await?;
        let held = |id, name, status: &str, roles| Held { id, name, is_suspended: status == "suspended", roles };
        there.extend(rows.into_iter().map(|row| (row.id, held(row.id, row.name, &row.status, row.roles))));
    }
    Ok(there)
}

/// Who is changed, and who is not and why. What is so already is neither.
fn sort_out(
    change: &MemberChange,
    asked: &[MemberId],
    mut there: BTreeMap<MemberId, Held>,
    caller: MemberId,
    coverage: &BTreeMap<RoleId, bool>,
) -> (Vec<Held>, Vec<RefusedMember>) {
    let (mut changing, mut refused) = (Vec::new(), Vec::new());
    for id in asked {
        let Some(held) = there.remove(id) else {
            refused.push(RefusedMember { id: *id, name: String::new(), code: Code::Unknown });
            continue;
        };
        let covered = || held.roles.iter().all(|role| coverage.get(role).copied().unwrap_or_default());
        let code = match change {
            _ if held.id == caller => Some(Code::Oneself),
            MemberChange::Roles { add, remove } => {
                let after = after(&held.roles, add, remove);
                if after == held.roles {
                    continue;
                }
                after.is_empty().then_some(Code::Required)
            }
            MemberChange::Suspend if held.is_suspended => continue,
            MemberChange::Reinstate if !held.is_suspended => continue,
            MemberChange::Remove | MemberChange::Suspend | MemberChange::Reinstate => {
                (!covered()).then_some(Code::AboveOwnRights)
            }
        };
        match code {
            Some(code) => refused.push(RefusedMember { id: held.id, name: held.name, code }),
            None => changing.push(held),
        }
    }
    (changing, refused)
}

/// The roles that are held afterwards, in the order of their ids.
fn after(before: &[RoleId], add: &[RoleId], remove: &[RoleId]) -> Vec<RoleId> {
    let roles: BTreeSet<_> = before.iter().chain(add).filter(|role| !remove.contains(role)).copied().collect();
    roles.into_iter().collect()
}

async fn carry_out<P>(tx: &mut TenantTx<'_, P>, change: &MemberChange, members: &[Uuid]) -> Result<()> {
    match change {
        MemberChange::Roles { add, remove } => {
            take_roles(tx, members, remove).await?;
            give_roles(tx, members, add).await
        }
        MemberChange::Remove => set_status(tx, members, "removed").await,
        MemberChange::Suspend => set_status(tx, members, "suspended").await,
        MemberChange::Reinstate => set_status(tx, members, "active").await,
    }
}

/// Since when somebody is suspended is kept through a removal.
pub(super) async fn set_status<P>(tx: &mut TenantTx<'_, P>, members: &[Uuid], status: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE control.memberships SET status = $3,
            removed_at = CASE WHEN $3 = 'removed' THEN now() END,
            suspended_at = CASE $3 WHEN 'removed' THEN suspended_at WHEN 'suspended' THEN now() END
        WHERE tenant_id = $1 AND id = ANY ($2)",
        tx.tenant().0,
        members,
        status
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn take_roles<P>(tx: &mut TenantTx<'_, P>, members: &[Uuid], roles: &[RoleId]) -> Result<()> {
    let roles: Vec<Uuid> = roles.iter().map(|role| role.0).collect();
    sqlx::query!(
        "DELETE FROM control.member_roles WHERE tenant_id = $1 AND member_id = ANY ($2) AND role_id = ANY ($3)",
        tx.tenant().0,
        members,
        &roles
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn give_roles<P>(tx: &mut TenantTx<'_, P>, members: &[Uuid], roles: &[RoleId]) -> Result<()> {
    let roles: Vec<Uuid> = roles.iter().map(|role| role.0).collect();
    sqlx::query!(
        "INSERT INTO control.member_roles (tenant_id, member_id, role_id)
        SELECT $1, member_id, role_id FROM unnest($2::uuid[]) AS m (member_id), unnest($3::uuid[]) AS r (role_id)
        ON CONFLICT DO NOTHING",
        tx.tenant().0,
        members,
        &roles
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Asks now what waits for the end of the transaction: of ten thousand rows it would be too much for one statement.
pub(super) async fn settle<P>(tx: &mut TenantTx<'_, P>) -> Result<()> {
    let settled = sqlx::query!("SET CONSTRAINTS ALL IMMEDIATE").execute(tx.sql()).await;
    settled.on_constraint("last_admin", AppError::Conflict { reason: Code::LastAdmin })?;
    sqlx::query!("SET CONSTRAINTS ALL DEFERRED").execute(tx.sql()).await?;
    Ok(())
}

const fn kind_of(change: &MemberChange) -> EventKind {
    match change {
        MemberChange::Roles { .. } => EventKind::MemberRolesChanged,
        MemberChange::Remove => EventKind::MemberRemoved,
        MemberChange::Suspend => EventKind::MemberSuspended,
        MemberChange::Reinstate => EventKind::MemberReinstated,
    }
}

/// One event for all, one entry for each.
fn described(change: &MemberChange, batch: BatchId, members: &[Held]) -> Change {
    let kind = kind_of(change);
    let entry = |held: &Held| {
        let details = match change {
            MemberChange::Roles { add, remove } => {
                json!({ "batch": batch, "before": held.roles, "after": after(&held.roles, add, remove) })
            }
            _ => json!({ "batch": batch, "roles": held.roles }),
        };
        Entry { action: kind.as_str(), resource: held.id.into(), details }
    };
    Change::many(kind, members.iter().map(entry).collect())
}

#[cfg(test)]
mod tests;
