//! The door through which an invited person comes into a tenant.

use model::ids::{InvitationId, TenantId, UserId};
use model::{AppError, Code};
use sqlx::PgConnection;

use super::account_tx::record_platform;
use super::actor::Actor;
use super::connection::Opened;
use super::db::{Db, Wake};
use super::tenant_tx::commit_changes;
use crate::access::Caller;
use crate::audit::{By, Change, Entry};
use crate::error::Result;
use crate::random::TokenHash;

/// How an invitation is named.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InvitationKey {
    /// By the secret of its link.
    Token(TokenHash),
    /// By its id, by somebody whose address was shown to be the invited one.
    Id(InvitationId),
}

/// A transaction of an invited person in the tenant of the invitation, which is locked by it.
pub struct JoinTx<'c> {
    opened: Opened<'c>,
    db: Db,
    tenant: TenantId,
    user: UserId,
    invitation: InvitationId,
}

impl<'c> JoinTx<'c> {
    /// Goes on from a transaction that was opened for the person `user`.
    async fn go_on(mut opened: Opened<'c>, db: Db, user: UserId, key: InvitationKey) -> Result<Self> {
        let (token, id) = match key {
            InvitationKey::Token(hash) => (Some(hash), None),
            InvitationKey::Id(id) => (None, Some(id.0)),
        };
        let found = sqlx::query!(
            r#"SELECT tenant_id AS "tenant_id!: TenantId", invitation_id AS "invitation_id!: InvitationId"
            FROM control.open_invitation($1, $2)"#,
            token.as_ref().map(|hash| &hash[..]),
            id
        )
        .fetch_optional(opened.sql())
        .await?
        .ok_or(AppError::Conflict { reason: Code::LinkExpired })?;
        Ok(Self { opened, db, tenant: found.tenant_id, user, invitation: found.invitation_id })
    }

    /// For somebody whose account exists and who is signed in.
    pub(crate) async fn signed_in(
        conn: &'c mut super::account_tx::AccountConn,
        actor: &Actor,
        key: InvitationKey,
    ) -> Result<Self> {
        conn.open("BEGIN").await?;
        Self::go_on(conn.opened(), actor.db.clone(), actor.session.user, key).await
    }

    /// For somebody whose account was made in this transaction.
    pub(crate) async fn new_account(opened: Opened<'c>, db: &Db, user: UserId, key: InvitationKey) -> Result<Self> {
        Self::go_on(opened, db.clone(), user, key).await
    }

    /// The tenant that is joined.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who joins.
    pub(crate) fn user(&self) -> UserId {
        self.user
    }

    /// By which invitation.
    pub(crate) fn invitation(&self) -> InvitationId {
        self.invitation
    }

    /// Where statements go.
    pub(crate) fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }

    /// Makes the membership last.
    pub(crate) async fn commit(mut self, caller: &Caller, change: Change) -> Result<()> {
        let number = self.record(caller, &change).await?;
        self.end(number).await
    }

    /// Makes the membership last, and the account that was made for it, with its entry in the platform's log.
    pub(crate) async fn commit_with_account(mut self, caller: &Caller, change: Change, account: &Entry) -> Result<()> {
        let number = self.record(caller, &change).await?;
        record_platform(self.opened.sql(), Some(self.user), caller, account).await?;
        self.end(number).await
    }

    async fn record(&mut self, caller: &Caller, change: &Change) -> Result<i64> {
        commit_changes(self.opened.sql(), change, By::person(Some(self.user), caller)).await
    }

    async fn end(self, number: i64) -> Result<()> {
        self.opened.commit().await?;
        self.db.wake(Wake::Feed(self.tenant, number));
        Ok(())
    }
}
