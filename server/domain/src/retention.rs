//! How long what is over is kept: ended sessions, spent links, delivered mails and attempts that count no longer.
//!
//! How long that is, and of what, stands in `control.delete_expired`. The server calls this once an hour.

use crate::access::Db;
use crate::error::Result;

/// Rows of one table that one statement deletes at most, so that it ends long before its time limit.
const AT_ONCE: i32 = 1_000;

/// Deletes what has been over for long enough, and answers how many rows that were. None if another process is at it.
pub async fn delete_expired(db: &Db) -> Result<u64> {
    let mut deleted = 0;
    loop {
        let rows = sqlx::query_scalar!(r#"SELECT control.delete_expired($1) AS "rows!""#, AT_ONCE);
        match u64::try_from(rows.fetch_one(db.lookups()).await?) {
            Ok(0) | Err(_) => return Ok(deleted),
            Ok(rows) => deleted += rows,
        }
    }
}
