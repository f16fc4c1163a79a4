//! Migrations: compiled in, run by the owner of the tables and by nobody else.

use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::error::{Error, Result};

/// The control plane: everything about who may do what.
pub(crate) fn control() -> Migrator {
    let mut migrator = sqlx::migrate!("../../migrations/control");
    migrator.create_schemas = Cow::Owned(vec![Cow::Borrowed("control")]);
    migrator.table_name = Cow::Borrowed("control._migrations");
    migrator
}

/// Brings the database up to what this program was built for. Answers how many migrations there are in all.
pub async fn migrate(owner: &PgConnectOptions) -> Result<usize> {
    let mut conn = owner.clone().application_name("borough migrate").connect().await?;
    let migrator = control();
    migrator.run(&mut conn).await.map_err(|error| Error::Fault(format!("the migrations: {error}")))?;
    conn.close().await?;
    Ok(migrator.iter().count())
}
