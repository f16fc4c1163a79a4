//! Opening a transaction on a connection, so that neither an error nor a cancellation leaves it open.
//!
//! sqlx' own `begin` leaves the transaction open when the opening statement fails or its future is dropped: the next
//! borrower of the connection would write into it. So the connection is acquired first; a failed opening is rolled back
//! here, and one that was never finished closes the connection. sqlx' transaction manager is used directly, because a
//! `Transaction` that is returned from a loop of attempts cannot be borrowed (the borrow checker's known limit).
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "access is the one place that holds the pools"
)]

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Database, Executor as _, PgConnection, PgPool, Postgres, SqlSafeStr as _};
use sqlx_core::transaction::TransactionManager;

type Manager = <Postgres as Database>::TransactionManager;

/// A connection of a pool, ready for a transaction.
pub(crate) struct PooledConn {
    conn: PoolConnection<Postgres>,
    unsettled: bool,
}

impl PooledConn {
    /// Borrows a connection.
    pub(super) async fn acquire(pool: &PgPool) -> Result<Self, sqlx::Error> {
        Ok(Self { conn: pool.acquire().await?, unsettled: false })
    }

    /// Opens a transaction by `BEGIN …; SELECT open_…(…)` in one round trip. The statement is made of fixed text, ids and
    /// numbers only. Whoever opens takes [`Self::opened`] next.
    pub async fn open(&mut self, statement: String) -> Result<(), sqlx::Error> {
        self.unsettled = true;
        let opened = Manager::begin(&mut self.conn, Some(AssertSqlSafe(statement).into_sql_str())).await;
        if opened.is_err() {
            self.conn.execute("ROLLBACK").await?;
        }
        self.unsettled = false;
        opened
    }

    /// The transaction that was opened.
    pub fn opened(&mut self) -> Opened<'_> {
        Opened { conn: &mut self.conn, ends: true }
    }

    /// The connection outside of any transaction: for look-ups by functions that need none.
    pub fn idle(&mut self) -> &mut PgConnection {
        &mut self.conn
    }
}

impl Drop for PooledConn {
    fn drop(&mut self) {
        if self.unsettled {
            self.conn.close_on_drop();
        }
    }
}

/// An open transaction. Dropped, it is rolled back.
pub(crate) struct Opened<'c> {
    conn: &'c mut PgConnection,
    ends: bool,
}

impl Opened<'_> {
    /// Where statements go.
    pub fn sql(&mut self) -> &mut PgConnection {
        self.conn
    }

    /// The same transaction for a while: its end is left to this one.
    pub fn lend(&mut self) -> Opened<'_> {
        Opened { conn: self.conn, ends: false }
    }

    /// Ends it without a trace. What follows is in no transaction.
    pub async fn roll_back(&mut self) -> Result<(), sqlx::Error> {
        Manager::rollback(self.conn).await?;
        self.ends = false;
        Ok(())
    }

    /// Makes everything that was done in it last.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        Manager::commit(self.conn).await?;
        self.ends = false;
        Ok(())
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        if self.ends {
            Manager::start_rollback(self.conn);
        }
    }
}

/// Whether an opening failed because what the caller remembered is old.
pub(super) fn is_stale(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.code().as_deref() == Some("BO001"))
}
