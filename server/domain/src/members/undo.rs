//! Taking back a change of many: whoever made it, for a moment, and only where nobody has changed anything since.

use std::collections::{BTreeMap, BTreeSet};

use model::ids::{BatchId, MemberId, PublicId, RoleId};
use model::live::EventKind;
use model::members::{MembersChanged, RefusedMember};
use model::permission::{Permit, member, role};
use model::{AppError, Code};
use serde_json::json;
use uuid::Uuid;

use super::many::{AT_ONCE, set_status, settle};
use super::{Status, batch};
use crate::access::{Actor, TenantTx};
use crate::audit::{Change, Entry};
use crate::error::Result;
use crate::{invitations, roles};

/// Makes it as it was. Whom somebody else has changed meanwhile, or who holds by now what is above the caller's rights,
/// stays as he is and is named.
pub async fn undo_change(actor: &Actor, tenant: &PublicId, batch: BatchId) -> Result<MembersChanged> {
    match batch::kind_of(actor, tenant, batch).await? {
        EventKind::MemberRolesChanged => {
            undo::<role::Assign>(actor, tenant, batch, EventKind::MemberRolesChanged).await
        }
        EventKind::MemberRemoved => undo::<member::Remove>(actor, tenant, batch, EventKind::MemberRestored).await,
        EventKind::MemberSuspended => undo::<member::Suspend>(actor, tenant, batch, EventKind::MemberReinstated).await,
        EventKind::MemberReinstated => undo::<member::Suspend>(actor, tenant, batch, EventKind::MemberSuspended).await,
        _ => Err(AppError::NotFound.into()),
    }
}

async fn undo<P: Permit>(actor: &Actor, tenant: &PublicId, batch: BatchId, kind: EventKind) -> Result<MembersChanged> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, P> = conn.begin().await?;
    batch::claim(&mut tx, batch).await?;
    let mut revoked = Vec::new();
    if kind == EventKind::MemberRestored {
        for some in batch::members_of(&mut tx, batch).await?.chunks(AT_ONCE) {
            revoked.extend(invitations::revoke_those_of(&mut tx, Status::Removed, some).await?);
        }
    }
    let coverage = roles::coverage(&mut tx).await?;
    let (back, mut refused) = sort_out(kind, lock(&mut tx, batch).await?, &coverage);
    let refused_in_all = refused.len();
    refused.truncate(MembersChanged::NAMED);
    let undone = MembersChanged { batch: None, changed: back.len(), refused, refused_in_all };
    if kind == EventKind::MemberRolesChanged {
        let touched: BTreeSet<_> = back.iter().flat_map(|entry| super::differing(&entry.before, &entry.now)).collect();
        roles::check_grantable(&mut tx, &touched.into_iter().collect::<Vec<_>>()).await?;
    }
    if back.is_empty() {
        return Ok(undone);
    }
    for some in back.chunks(AT_ONCE) {
        put_back(&mut tx, batch, kind, some).await?;
        settle(&mut tx).await?;
    }
    let entry = |entry: &Kept| Entry {
        action: kind.as_str(),
        resource: entry.id.into(),
        details: json!({ "undoes": batch, "before": entry.now, "after": entry.before }),
    };
    let change = Change::many(kind, back.iter().map(entry).collect()).along_with(revoked);
    tx.commit(change).await?;
    Ok(undone)
}

/// Who is put back, and who is not and why.
fn sort_out(kind: EventKind, kept: Vec<Kept>, coverage: &BTreeMap<RoleId, bool>) -> (Vec<Kept>, Vec<RefusedMember>) {
    let (mut back, mut refused) = (Vec::new(), Vec::new());
    for entry in kept {
        // What was taken must still be the caller's to give, and what was given the caller's to take.
        let covered = entry.before.iter().all(|role| coverage.get(role).copied().unwrap_or_default());
        let code = match (entry.is_as_left, covered || kind == EventKind::MemberRolesChanged) {
            (false, _) => Code::Stale,
            (true, false) => Code::AboveOwnRights,
            (true, true) => {
                back.push(entry);
                continue;
            }
        };
        refused.push(RefusedMember { id: entry.id, name: entry.name, code });
    }
    (back, refused)
}

/// A member of the change.
struct Kept {
    id: MemberId,
    name: String,
    /// Nobody has changed the membership since.
    is_as_left: bool,
    before: Vec<RoleId>,
    now: Vec<RoleId>,
}

async fn lock<P>(tx: &mut TenantTx<'_, P>, batch: BatchId) -> Result<Vec<Kept>> {
    let kept = sqlx::query_as!(
        Kept,
        r#"SELECT m.id AS "id: MemberId", m.name, m.version = e.left_as AS "is_as_left!",
            e.roles AS "before: Vec<RoleId>",
            ARRAY(SELECT mr.role_id FROM control.member_roles mr
                WHERE mr.tenant_id = $1 AND mr.member_id = m.id ORDER BY mr.role_id) AS "now!: Vec<RoleId>"
        FROM control.member_batch_entries e
        JOIN control.memberships m ON m.tenant_id = e.tenant_id AND m.id = e.member_id
        WHERE e.tenant_id = $1 AND e.batch_id = $2 AND m.tenant_id = $1
        ORDER BY m.id
        FOR NO KEY UPDATE OF m"#,
        tx.tenant().0,
        batch.0
    );
    Ok(kept.fetch_all(tx.sql()).await?)
}

async fn put_back<P>(tx: &mut TenantTx<'_, P>, batch: BatchId, kind: EventKind, members: &[Kept]) -> Result<()> {
    let ids: Vec<Uuid> = members.iter().map(|kept| kept.id.0).collect();
    match kind {
        EventKind::MemberRolesChanged => put_roles_back(tx, batch, &ids).await,
        EventKind::MemberRestored => {
            sqlx::query!(
                "UPDATE control.memberships
                SET status = CASE WHEN suspended_at IS NULL THEN 'active' ELSE 'suspended' END, removed_at = NULL
                WHERE tenant_id = $1 AND id = ANY ($2)",
                tx.tenant().0,
                &ids
            )
            .execute(tx.sql())
            .await?;
            Ok(())
        }
        EventKind::MemberSuspended => set_status(tx, &ids, "suspended").await,
        _ => set_status(tx, &ids, "active").await,
    }
}

async fn put_roles_back<P>(tx: &mut TenantTx<'_, P>, batch: BatchId, members: &[Uuid]) -> Result<()> {
    let tenant = tx.tenant();
    sqlx::query!(
        "INSERT INTO control.member_roles (tenant_id, member_id, role_id)
        SELECT $1, e.member_id, r.role_id
        FROM control.member_batch_entries e, unnest(e.roles) AS r (role_id)
        WHERE e.tenant_id = $1 AND e.batch_id = $2 AND e.member_id = ANY ($3)
        ON CONFLICT DO NOTHING",
        tenant.0,
        batch.0,
        members
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "DELETE FROM control.member_roles mr USING control.member_batch_entries e
        WHERE mr.tenant_id = $1 AND e.tenant_id = $1 AND e.batch_id = $2 AND e.member_id = ANY ($3)
            AND mr.member_id = e.member_id AND mr.role_id <> ALL (e.roles)",
        tenant.0,
        batch.0,
        members
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
