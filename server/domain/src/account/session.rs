//! Sessions: made at sign-in, good for a day, ended by signing out or by the next one.

use model::ids::{SessionId, UserId};
use serde_json::json;
use sqlx::PgConnection;
use time::Duration;

use crate::access::{Caller, Db, Visitor, announce_end, record_platform};
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
            announce_end(db, session);
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
