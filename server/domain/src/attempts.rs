//! Limits on attempts, counted in the database so that they hold over all processes.

use model::AppError;
use model::ids::{TenantId, UserId};
use sqlx::PgExecutor;
use sqlx::postgres::types::PgInterval;

use crate::access::{Caller, Db};
use crate::error::Result;

/// All limits count over this time: fifteen minutes.
const WINDOW: PgInterval = PgInterval { months: 0, days: 0, microseconds: 15 * 60 * 1_000_000 };

/// How often the password of one account may be tried, and one address be written to.
const PER_ACCOUNT: i32 = 10;

/// What is counted.
pub(crate) enum Attempt<'a> {
    /// A password for the account of this address, whether there is one or not.
    SignIn(&'a str),
    /// A password for this operator's address.
    OperatorSignIn(&'a str),
    /// A mail that asks this person to confirm an address, which may be somebody else's.
    Verification(UserId),
    /// A mail by which this tenant invites this address.
    Invitation(TenantId, &'a str),
}

impl Attempt<'_> {
    fn key(&self) -> String {
        match self {
            Self::SignIn(email) => format!("sign-in {email}"),
            Self::OperatorSignIn(email) => format!("operator {email}"),
            Self::Verification(user) => format!("verification {user}"),
            Self::Invitation(tenant, email) => format!("invitation {tenant} {email}"),
        }
    }
}

/// Counts an attempt of the caller's network address, and refuses when there were too many.
pub(crate) async fn allow_address(db: &Db, sql: impl PgExecutor<'_>, caller: &Caller) -> Result<()> {
    count(sql, &format!("address {}", caller.ip), db.attempts_per_address()).await
}

/// Counts an attempt, and refuses when there were too many.
pub(crate) async fn allow(sql: impl PgExecutor<'_>, attempt: &Attempt<'_>) -> Result<()> {
    count(sql, &attempt.key(), PER_ACCOUNT).await
}

/// The attempt succeeded: the next one starts from nothing.
pub(crate) async fn forget(sql: impl PgExecutor<'_>, attempt: &Attempt<'_>) -> Result<()> {
    sqlx::query!("SELECT control.forget_attempts($1)", attempt.key()).execute(sql).await?;
    Ok(())
}

async fn count(sql: impl PgExecutor<'_>, key: &str, limit: i32) -> Result<()> {
    let wait = sqlx::query_scalar!(r#"SELECT control.count_attempt($1, $2, $3) AS "wait!""#, key, limit, WINDOW)
        .fetch_one(sql)
        .await?;
    match u32::try_from(wait) {
        Ok(0) | Err(_) => Ok(()),
        Ok(retry_after) => Err(AppError::RateLimited { retry_after }.into()),
    }
}
