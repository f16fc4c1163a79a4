//! Who calls.

use model::AppError;
use model::ids::{PublicId, UserId};
use model::preferences::Language;
use sqlx::{PgConnection, PgExecutor};
use tracing::Span;

use super::account_tx::AccountConn;
use super::cache::Session;
use super::db::Db;
use super::tenant_tx::TenantScope;
use crate::error::Result;
use crate::random::token_hash;

/// From where a call comes: for the audit log, for limits and for the language of mails. It decides nothing.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The network address.
    pub ip: String,
    /// What the browser says it is, cut to a sensible length.
    pub user_agent: String,
    /// The request's id, which every answer and log line carries.
    pub request_id: String,
    /// The language in which the caller reads.
    pub language: Language,
}

/// The secret of a session, as the cookie has it.
#[derive(Clone)]
pub struct SessionToken(pub String);

/// A request before anybody was recognized.
#[derive(Clone)]
pub struct Visitor {
    /// The databases.
    pub db: Db,
    /// From where it comes.
    pub caller: Caller,
    /// What it claims to be.
    pub session: Option<SessionToken>,
    /// What it claims to be in the back office.
    pub operator_session: Option<SessionToken>,
}

impl Visitor {
    /// Recognizes the person and carries the call out to its end, whatever becomes of the client.
    pub async fn as_person<T, F>(self, call: impl FnOnce(Actor) -> F + Send + 'static) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let db = self.db.clone();
        db.run(async move { call(self.authenticate().await?).await }).await
    }

    /// Carries out a call that needs nobody to be recognized.
    pub async fn as_anyone<T, F>(self, call: impl FnOnce(Self) -> F + Send + 'static) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let db = self.db.clone();
        db.run(async move { call(self).await }).await
    }

    /// The person whose session this is.
    pub async fn authenticate(&self) -> Result<Actor> {
        let token = self.session.as_ref().ok_or(AppError::Unauthenticated)?;
        let hash = token_hash(&token.0);
        let session = match self.db.cache().sessions.get(&hash).await {
            Some(session) => session,
            None => load_session(&self.db, self.db.lookups(), hash).await?,
        };
        self.db.last_seen().note(session.id);
        Span::current().record("user", tracing::field::display(session.user));
        Ok(Actor { db: self.db.clone(), caller: self.caller.clone(), session })
    }
}

/// A person with a session. Whether it still holds is asked by every transaction that is opened for it.
#[derive(Clone)]
pub struct Actor {
    pub(super) db: Db,
    pub(super) caller: Caller,
    pub(super) session: Session,
}

impl Actor {
    /// Goes into a tenant, which from here on stands in every line of the log. One that does not exist and one that the
    /// actor is no member of give the same answer.
    pub async fn enter(&self, tenant: &PublicId) -> Result<TenantScope> {
        let scope = TenantScope::enter(self.clone(), tenant).await?;
        Span::current().record("tenant", tracing::field::display(tenant));
        Ok(scope)
    }

    /// Borrows a connection for what concerns the person alone.
    pub async fn connect(&self) -> Result<AccountConn> {
        Ok(AccountConn::new(self.clone(), self.db.connect().await?))
    }

    /// Reads the session again: what was remembered is old.
    pub(super) async fn reload(&mut self, sql: &mut PgConnection) -> Result<()> {
        self.session = load_session(&self.db, sql, self.session.token_hash).await?;
        Ok(())
    }

    /// The databases.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// From where the call comes.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Which person.
    pub fn user(&self) -> UserId {
        self.session.user
    }

    /// Which session.
    pub fn session(&self) -> model::ids::SessionId {
        self.session.id
    }
}

/// The session of a token, if it can still be used.
pub(super) async fn load_session(db: &Db, sql: impl PgExecutor<'_>, hash: [u8; 32]) -> Result<Session> {
    let row = sqlx::query!(
        r#"SELECT session_id AS "session_id!", user_id AS "user_id!", session_version AS "session_version!",
            user_version AS "user_version!"
        FROM control.session_by_token($1)"#,
        &hash[..]
    );
    let Some(row) = row.fetch_optional(sql).await? else {
        db.cache().sessions.invalidate(&hash).await;
        return Err(AppError::Unauthenticated.into());
    };
    let session = Session {
        id: model::ids::SessionId(row.session_id),
        user: UserId(row.user_id),
        token_hash: hash,
        version: row.session_version,
        user_version: row.user_version,
    };
    db.cache().sessions.insert(hash, session).await;
    Ok(session)
}
