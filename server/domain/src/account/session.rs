//! Sessions: made at sign-in, good for a day, ended by signing out.

use model::ids::UserId;
use sqlx::PgConnection;
use time::Duration;

use crate::access::Caller;
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

/// Starts a session. Runs in a transaction that was opened for that person.
pub(crate) async fn start_session(sql: &mut PgConnection, user: UserId, caller: &Caller) -> Result<SignedIn> {
    let token = random::token();
    sqlx::query!(
        "INSERT INTO control.sessions (id, user_id, token_hash, expires_at, ip, user_agent)
        VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)",
        random::id(),
        user.0,
        &token.hash[..],
        LIFETIME.as_seconds_f64(),
        caller.ip,
        caller.user_agent
    )
    .execute(sql)
    .await?;
    Ok(SignedIn { token: token.text, lifetime: LIFETIME })
}
