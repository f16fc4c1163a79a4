//! A PostgreSQL database of its own for each test: a copy of a migrated template, dropped again when the test ends.
//! Beside it, what the tests and measurements of several crates have in common: see [`office`].
//!
//! `make test` starts the cluster, migrates the template and names both by `BOROUGH_TEST_CLUSTER` (a superuser's
//! address) and `BOROUGH_TEST_TEMPLATE`. Copies are made side by side by any number of tests and processes. Nothing here
//! knows what the tables are for, and the program never depends on this.
#![expect(clippy::expect_used, clippy::panic, reason = "what is missing for a test fails it with a sentence")]

pub mod office;

use std::str::FromStr as _;
use std::thread;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

/// Everybody's in a test.
pub const PASSWORD: &str = "correct horse battery staple";

/// Whoever copies the template holds this advisory lock of the database that the superuser's address names.
const COPYING: &str = "SELECT pg_advisory_lock(hashtext('borough copies its test template'))";

/// A database that lives as long as this value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    superuser: PgConnectOptions,
}

/// Makes a database with all tables and no rows.
///
/// # Panics
/// When no cluster was named, or it does not answer.
pub async fn database() -> TestDatabase {
    let database = TestDatabase { name: format!("borough_test_{}", id()), superuser: superuser() };
    let template = setting("BOROUGH_TEST_TEMPLATE");
    let copy = format!("CREATE DATABASE {} TEMPLATE {template} OWNER borough_owner", database.name);
    let mut conn = database.superuser.connect().await.expect("the test cluster answers");
    // A template can be copied by one session at a time. The lock is given back with the connection.
    conn.execute(COPYING).await.expect("the lock is a matter of waiting");
    while let Err(error) = conn.execute(AssertSqlSafe(copy.as_str())).await {
        // Somebody who takes no lock is connected to the template. PostgreSQL has waited for five seconds already.
        let in_use = error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("55006"));
        assert!(in_use, "{template} cannot be copied: {error}");
    }
    // A copy is everybody's to make temporary tables in, as every new database is; ours are not.
    let closed = format!("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", database.name);
    conn.execute(AssertSqlSafe(closed)).await.expect("the superuser's own database");
    conn.close().await.expect("the test cluster lets go");
    database
}

impl TestDatabase {
    /// The login that owns the tables.
    pub fn owner(&self) -> PgConnectOptions {
        self.login("borough_owner")
    }

    /// The login of the program that serves people.
    pub fn app(&self) -> PgConnectOptions {
        self.login("borough_app")
    }

    /// The login of the back office.
    pub fn operator(&self) -> PgConnectOptions {
        self.login("borough_operator")
    }

    /// The superuser: what no login of the program may see or do.
    pub fn superuser(&self) -> PgConnectOptions {
        self.superuser.clone().database(&self.name)
    }

    fn login(&self, role: &str) -> PgConnectOptions {
        self.superuser().username(role)
    }
}

impl Drop for TestDatabase {
    /// Waits until the database is gone, on a thread with a runtime of its own: this one may be async.
    fn drop(&mut self) {
        let (superuser, name) = (self.superuser.clone(), self.name.clone());
        let gone = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(sqlx::Error::Io)?.block_on(drop_database(&superuser, &name))
        });
        let left = match gone.join() {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its thread panicked".to_owned(),
        };
        // A second panic would hide the first one's message.
        if thread::panicking() {
            eprintln!("{} was not dropped: {left}", self.name);
        } else {
            panic!("{} was not dropped: {left}", self.name);
        }
    }
}

async fn drop_database(superuser: &PgConnectOptions, name: &str) -> Result<(), sqlx::Error> {
    let mut conn: PgConnection = superuser.connect().await?;
    conn.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))).await?;
    conn.close().await
}

/// The address under which a program of its own reaches a database, for [`TestDatabase::app`] and the like.
pub fn url(options: &PgConnectOptions) -> String {
    options.to_url_lossy().into()
}

fn superuser() -> PgConnectOptions {
    let url = setting("BOROUGH_TEST_CLUSTER");
    PgConnectOptions::from_str(&url).expect("BOROUGH_TEST_CLUSTER is a PostgreSQL address")
}

fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `make test`, or `eval \"$(make test-cluster)\"` in this shell first")
    })
}

#[expect(clippy::disallowed_methods, reason = "`domain::random` is what is tested with this")]
fn id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
