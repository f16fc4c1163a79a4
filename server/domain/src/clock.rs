//! The one place that reads the clock. The database's own clock decides what has expired; this one only sets dates.

use time::OffsetDateTime;

/// The time now, to the microsecond that PostgreSQL keeps.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(now.microsecond() * 1000).unwrap_or(now)
}
