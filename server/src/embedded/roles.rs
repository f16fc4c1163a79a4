//! The roles and the database, made in the embedded cluster at every start and printed for other clusters.
//!
//! Three logins (owner, application, back office) and one role without a login, which owns the functions that look
//! across tenants before one is known. None is a superuser or passes by row-level security. The owner is a member of the
//! definer, so that migrations can hand functions over to it; no login is a member of another login.

use sqlx::{Connection, Executor, PgConnection};

use super::EmbeddedError;
use crate::config::DatabaseUrl;

pub const SUPERUSER: &str = "postgres";
pub const OWNER: &str = "borough_owner";
pub const APP: &str = "borough_app";
pub const OPERATOR: &str = "borough_operator";
pub const DEFINER: &str = "borough_definer";
pub const DATABASE: &str = "borough";

const ROLES: &str = include_str!("roles.sql");

const CREATE_DATABASE: &str =
    "CREATE DATABASE borough OWNER borough_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'";

const GRANTS: &str = "\
REVOKE ALL ON DATABASE borough FROM PUBLIC;
GRANT CONNECT ON DATABASE borough TO borough_app, borough_operator;
";

/// The SQL that an administrator runs once, as a superuser, with `psql`, before the first `borough migrate`.
pub fn print_roles_sql() -> String {
    format!(
        "-- Run as a superuser: borough migrate --print-roles | psql postgres\n\
         -- Then give each login a password, for example in psql: \\password borough_app\n\
         {ROLES}\
         SELECT '{create}'\n\
         WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'borough')\\gexec\n\
         {GRANTS}",
        create = CREATE_DATABASE.replace('\'', "''"),
    )
}

/// Makes what is missing; harmless when everything is there.
pub(super) async fn create(superuser: &DatabaseUrl) -> Result<(), EmbeddedError> {
    let mut connection = PgConnection::connect(superuser.expose()).await?;
    connection.execute(ROLES).await?;
    let database = connection.fetch_optional("SELECT FROM pg_database WHERE datname = 'borough'").await?;
    if database.is_none() {
        connection.execute(CREATE_DATABASE).await?;
    }
    connection.execute(GRANTS).await?;
    connection.close().await?;
    Ok(())
}
