//! The door through which somebody takes an organization out again that was put away.

use model::AppError;
use model::ids::{MemberId, PublicId, TenantId};
use model::slug::Slug;

use super::account_tx::AccountConn;
use super::actor::Actor;
use super::connection::Opened;
use super::db::Wake;
use super::tenant_tx::commit_changes;
use crate::audit::{By, Change};
use crate::error::Result;

/// A transaction of a member who may do it, in the tenant that is open again when it ends.
pub struct RestoringTx<'c> {
    opened: Opened<'c>,
    actor: Actor,
    tenant: TenantId,
    member: MemberId,
    slug: Slug,
}

impl<'c> RestoringTx<'c> {
    /// Goes on from a transaction of the person. Who may, the function decides that opens the tenant.
    pub(crate) async fn begin(conn: &'c mut AccountConn, actor: &Actor, tenant: &PublicId) -> Result<Self> {
        conn.open("BEGIN").await?;
        let mut opened = conn.opened();
        let restored = sqlx::query!(
            r#"SELECT tenant_id AS "tenant!: TenantId", member_id AS "member!: MemberId", slug AS "slug!: Slug"
            FROM control.restore_tenant($1)"#,
            tenant.as_str()
        )
        .fetch_optional(opened.sql())
        .await?
        .ok_or(AppError::NotFound)?;
        let (tenant, member, slug) = (restored.tenant, restored.member, restored.slug);
        Ok(Self { opened, actor: actor.clone(), tenant, member, slug })
    }

    /// The tenant that is taken out.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Where it can be found.
    pub(crate) fn slug(&self) -> &Slug {
        &self.slug
    }

    /// Makes it last.
    pub(crate) async fn commit(mut self, change: Change) -> Result<()> {
        let Actor { db, caller, session } = &self.actor;
        let by = By { user: Some(session.user), member: Some(self.member), session: Some(session.id), caller };
        let number = commit_changes(self.opened.sql(), &change, by).await?;
        self.opened.commit().await?;
        db.wake(Wake::Feed(self.tenant, number));
        Ok(())
    }
}
