//! Sessions: made at sign-in, good for a day, ended by signing out or by the next one.

use model::ids::{SessionId, UserId};
use serde_json::json;
use sqlx::PgConnection;
use time::Duration;

use crate::access::{AccountTx, Caller, Db, Visitor, announce_session, record_platform};
use crate::audit::Entry;
use crate::error::Result;
use crate::random;

/// A session that has just begun.
pub struct SignedIn {
    /// The secret for the cookie. It is not kept anywhere else.
    pub token: String,
    /// How long the session lasts.
    pub lifetime: Duration,
}

/// A session lasts a day at most.
const LIFETIME: Duration = Duration::hours(24);

/// A session that begins when its transaction is committed.
pub(crate) struct Begun {
    signed_in: SignedIn,
    replaced: Option<SessionId>,
}

impl Begun {
    /// It was committed: the pages of the session that it replaced are closed.
    pub(crate) fn announce(self, db: &Db) -> SignedIn {
        if let Some(session) = self.replaced {
            announce_session(db, session);
        }
        self.signed_in
    }
}

/// Starts a session in place of the one that the visitor came with, whoever's it is: no token outlives a sign-in in the
/// browser that had it. Runs in a transaction that was opened for that person.
pub(crate) async fn start_session(sql: &mut PgConnection, visitor: &Visitor, user: UserId) -> Result<Begun> {
    let replaced = match &visitor.session {
        Some(token) => end_session(sql, &random::token_hash(&token.0), &visitor.caller).await?,
        None => None,
    };
    let token = random::token();
    sqlx::query!(
        "INSERT INTO control.sessions (id, user_id, token_hash, expires_at, ip, user_agent)
        VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)",
        random::id(),
        user.0,
        &token.hash[..],
        LIFETIME.as_seconds_f64(),
        visitor.caller.ip,
        visitor.caller.user_agent
    )
    .execute(sql)
    .await?;
    Ok(Begun { signed_in: SignedIn { token: token.text, lifetime: LIFETIME }, replaced })
}

/// Ends the session of a token. None: there is none that could be used.
async fn end_session(sql: &mut PgConnection, hash: &random::TokenHash, caller: &Caller) -> Result<Option<SessionId>> {
    let ended = sqlx::query!(
        r#"SELECT session_id AS "session!: SessionId", user_id AS "user!: UserId" FROM control.end_session($1)"#,
        &hash[..]
    );
    let Some(ended) = ended.fetch_optional(&mut *sql).await? else { return Ok(None) };
    let entry = Entry { action: "account.signed_out", resource: ended.user.into(), details: json!({}) };
    record_platform(sql, Some(ended.user), caller, &entry).await?;
    Ok(Some(ended.session))
}

/// Sessions that are over when their transaction is committed.
#[must_use]
pub(super) struct Ended(Vec<SessionId>);

impl Ended {
    /// It was committed: their pages are closed, in every process.
    pub(super) fn announce(self, db: &Db) {
        for session in self.0 {
            announce_session(db, session);
        }
    }

    /// How many there were.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Ends every session of this transaction's person but this one. One whose time is over has ended by itself.
pub(super) async fn end_sessions(tx: &mut AccountTx<'_>, but: Option<SessionId>) -> Result<Ended> {
    let user = tx.user();
    let ended = sqlx::query_scalar!(
        r#"UPDATE control.sessions SET ended_at = now()
        WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND ended_at IS NULL AND expires_at > now()
        RETURNING id AS "id: SessionId""#,
        user.0,
        but.map(|session| session.0)
    );
    Ok(Ended(ended.fetch_all(tx.sql()).await?))
}

/// Ends one session of this transaction's person. None: there is none of this id, or it is another person's.
pub(super) async fn end_one(tx: &mut AccountTx<'_>, session: SessionId) -> Result<Option<Ended>> {
    let user = tx.user();
    let ended = sqlx::query_scalar!(
        r#"UPDATE control.sessions SET ended_at = now()
        WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > now()
        RETURNING id AS "id: SessionId""#,
        session.0,
        user.0
    );
    Ok(ended.fetch_optional(tx.sql()).await?.map(|session| Ended(vec![session])))
}

/// Goes on with a session under a new token; the one that it had opens nothing from here on. None: it is over.
pub(super) async fn renew_token(tx: &mut AccountTx<'_>, session: SessionId) -> Result<Option<SignedIn>> {
    let (user, token) = (tx.user(), random::token());
    let left = sqlx::query_scalar!(
        r#"UPDATE control.sessions SET token_hash = $3
        WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > now()
        RETURNING extract(epoch FROM expires_at - now())::float8 AS "left!""#,
        session.0,
        user.0,
        &token.hash[..]
    );
    let left = left.fetch_optional(tx.sql()).await?;
    Ok(left.map(|left| SignedIn { token: token.text, lifetime: Duration::seconds_f64(left) }))
}
