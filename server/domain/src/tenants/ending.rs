//! The ways out of an organization: leaving it, putting it away, and taking it out again.

use model::ids::PublicId;
use model::live::EventKind;
use model::permission::organization;
use model::slug::Slug;
use model::tenants::ArchiveOrganization;
use model::{AppError, Code};
use serde_json::json;

use crate::access::{Actor, RestoringTx, TenantTx};
use crate::audit::{Change, Entry};
use crate::error::Result;
use crate::invitations;
use crate::members::Status;

/// Ends the caller's own membership at once, in every process. The last administrator stays.
pub async fn leave_organization(actor: &Actor, tenant: &PublicId) -> Result<()> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx = conn.begin_as_member().await?;
    let member = tx.member();
    let revoked = invitations::revoke_those_of(&mut tx, Status::Present, &[member]).await?;
    // As of a minute ago: a removal can be taken back for so long, and whoever left is not brought back by that.
    let left = sqlx::query!(
        "UPDATE control.memberships SET status = 'removed', removed_at = now() - interval '1 minute'
        WHERE tenant_id = $1 AND id = $2 AND status = 'active'",
        tx.tenant().0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    if left.rows_affected() == 0 {
        return Err(AppError::NotFound.into());
    }
    // To open pages it is the same as a removal; the log says who wanted it.
    let entry = Entry { action: "member.left", resource: member.into(), details: json!({}) };
    let left = Change { kind: Some(EventKind::MemberRemoved), ids: vec![member.into()], entries: vec![entry] };
    tx.commit_own(left.along_with(revoked)).await
}

/// Puts the organization away: from here on nobody can go into it, and nothing of it is lost. The caller types its slug,
/// so that it is this one that is meant.
pub async fn archive_organization(actor: &Actor, tenant: &PublicId, input: ArchiveOrganization) -> Result<()> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, organization::Archive> = conn.begin().await?;
    let id = tx.tenant();
    let slug = sqlx::query_scalar!(r#"SELECT slug AS "slug: Slug" FROM control.tenants WHERE id = $1"#, id.0);
    let slug = slug.fetch_one(tx.sql()).await?;
    if Slug::parse(&input.confirmation).as_ref() != Ok(&slug) {
        return Err(AppError::invalid("confirmation", Code::NotConfirmed).into());
    }
    let archived = sqlx::query_scalar!(r#"SELECT control.archive_tenant() AS "archived!""#);
    if !archived.fetch_one(tx.sql()).await? {
        return Err(AppError::NotFound.into());
    }
    tx.commit(Change::one(EventKind::TenantArchived, id, json!({}))).await
}

/// Takes an organization out again that was put away: as it was, with everybody who was in it. One that is not there, is
/// not put away, or is not the caller's to take out gives the same answer.
pub async fn restore_organization(actor: &Actor, tenant: &PublicId) -> Result<Slug> {
    let mut conn = actor.connect().await?;
    let tx = RestoringTx::begin(&mut conn, actor, tenant).await?;
    let (id, slug) = (tx.tenant(), tx.slug().clone());
    tx.commit(Change::one(EventKind::TenantRestored, id, json!({}))).await?;
    Ok(slug)
}
