//! The door through which a tenant comes into being.

use model::ids::{TenantId, UserId};
use sqlx::PgConnection;

use super::account_tx::{AccountConn, record_platform};
use super::connection::Opened;
use super::tenant_tx::commit_changes;
use crate::access::Caller;
use crate::audit::{By, Change, Entry};
use crate::error::Result;
use crate::random;

/// A transaction that makes one tenant, whose id nobody has yet, on behalf of one person.
pub struct FoundingTx<'c> {
    opened: Opened<'c>,
    tenant: TenantId,
    user: UserId,
}

impl<'c> FoundingTx<'c> {
    /// Goes on from a transaction that was opened for the person `user`.
    async fn go_on(mut opened: Opened<'c>, user: UserId) -> Result<Self> {
        let tenant = TenantId(random::id());
        sqlx::query!("SELECT control.open_founding($1, $2)", tenant.0, user.0).execute(opened.sql()).await?;
        Ok(Self { opened, tenant, user })
    }

    /// For somebody who is signed in.
    pub(crate) async fn signed_in(conn: &'c mut AccountConn) -> Result<Self> {
        conn.open("BEGIN").await?;
        let user = conn.user();
        Self::go_on(conn.opened(), user).await
    }

    /// For somebody whose account was made in this transaction.
    pub(crate) async fn new_account(opened: Opened<'c>, user: UserId) -> Result<Self> {
        Self::go_on(opened, user).await
    }

    /// The tenant that is being made.
    pub(crate) fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who makes it.
    pub(crate) fn user(&self) -> UserId {
        self.user
    }

    /// Where statements go.
    pub(crate) fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }

    /// Makes the tenant last: the first entry of its own log, and the same in the platform's.
    pub(crate) async fn commit(mut self, caller: &Caller, founded: Entry) -> Result<()> {
        let change = Change { kind: None, ids: Vec::new(), entries: vec![founded] };
        commit_changes(self.opened.sql(), &change, By::person(Some(self.user), caller)).await?;
        for entry in &change.entries {
            record_platform(self.opened.sql(), Some(self.user), caller, entry).await?;
        }
        Ok(self.opened.commit().await?)
    }
}
