//! The door to what belongs to a person and to no tenant.

use model::AppError;
use model::ids::{TenantId, UserId};
use model::live::EventKind;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::actor::Actor;
use super::connection::{Opened, PooledConn, is_stale};
use super::db::{Db, Wake};
use crate::access::Caller;
use crate::audit::{AuditEntry, By, Entry};
use crate::error::Result;

/// A connection for the account of a signed-in person.
pub struct AccountConn {
    actor: Actor,
    conn: PooledConn,
}

impl AccountConn {
    pub(super) fn new(actor: Actor, conn: PooledConn) -> Self {
        Self { actor, conn }
    }

    /// Opens a transaction, if the session still holds.
    pub async fn begin(&mut self) -> Result<AccountTx<'_>> {
        self.open("BEGIN").await?;
        Ok(AccountTx { opened: self.conn.opened(), user: self.actor.session.user })
    }

    /// Opens the transaction of [`Self::begin`] for the doors that go on from there.
    pub(super) async fn open(&mut self, mode: &str) -> Result<()> {
        for _ in 0..2 {
            let session = self.actor.session;
            let statement = format!(
                "{mode}; SELECT control.open_account('{}', {}, {})",
                session.id, session.version, session.user_version
            );
            match self.conn.open(statement).await {
                Ok(()) => return Ok(()),
                Err(error) if is_stale(&error) => self.actor.reload(self.conn.idle()).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Unavailable.into())
    }

    /// The transaction that was opened.
    pub(super) fn opened(&mut self) -> Opened<'_> {
        self.conn.opened()
    }

    /// Whose account.
    pub(super) fn user(&self) -> UserId {
        self.actor.session.user
    }
}

/// A transaction in which a person's own rows can be seen and changed.
pub struct AccountTx<'c> {
    opened: Opened<'c>,
    user: UserId,
}

impl<'c> AccountTx<'c> {
    /// Opens a transaction of somebody who has no session yet, but has just shown who it is.
    pub(crate) async fn of_person(conn: &'c mut PooledConn, user: UserId) -> Result<Self> {
        Ok(Self { opened: open_person(conn, user).await?, user })
    }

    /// Whose rows.
    pub(crate) fn user(&self) -> UserId {
        self.user
    }

    /// Where statements go.
    pub(crate) fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }

    /// Makes the change last, with its entry in the platform's log.
    pub(crate) async fn commit(mut self, caller: &Caller, entry: Entry) -> Result<()> {
        record_platform(self.opened.sql(), Some(self.user), caller, &entry).await?;
        Ok(self.opened.commit().await?)
    }

    /// The same for a change that colleagues see: it is also in the log and the feed of every organization of the person.
    pub(crate) async fn commit_to_tenants(mut self, actor: &Actor, entry: Entry) -> Result<()> {
        let action = EventKind::MemberProfileChanged.as_str();
        let of_member = Entry { action, resource: self.user.into(), details: entry.details.clone() };
        let by = By { user: Some(self.user), member: None, session: Some(actor.session.id), caller: &actor.caller };
        let told = sqlx::query!(
            r#"SELECT tenant_id AS "tenant!: TenantId", position AS "position!" FROM control.tell_tenants($1)"#,
            Json(AuditEntry::new(&of_member, by)) as _
        );
        let told = told.fetch_all(self.opened.sql()).await?;
        self.commit(&actor.caller, entry).await?;
        for feed in told {
            actor.db.wake(Wake::Feed(feed.tenant, feed.position));
        }
        Ok(())
    }
}

/// Opens a transaction of somebody who has no session: whose account is about to be made, or who sends a form again.
pub(crate) async fn open_person(conn: &mut PooledConn, user: UserId) -> Result<Opened<'_>> {
    conn.open(format!("BEGIN; SELECT control.open_person('{user}')")).await?;
    Ok(conn.opened())
}

/// Writes an entry of the platform's log.
pub(crate) async fn record_platform(
    sql: &mut PgConnection,
    user: Option<UserId>,
    caller: &Caller,
    entry: &Entry,
) -> Result<()> {
    let entry = AuditEntry::new(entry, By::person(user, caller));
    sqlx::query!("SELECT control.record_platform($1, $2)", user.map(|user| user.0), Json(entry) as _)
        .execute(sql)
        .await?;
    Ok(())
}

/// Tells every process that a session is over, or goes on under another token.
pub(crate) fn announce_session(db: &Db, session: model::ids::SessionId) {
    db.wake(Wake::Session(session));
}
