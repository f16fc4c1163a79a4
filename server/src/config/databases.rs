//! Which database: the embedded one in a data folder, or one's own by three URLs.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use sqlx::postgres::PgConnectOptions;

use super::WrongSetting;

#[derive(Debug, Clone, Default, Args)]
pub struct DatabaseArgs {
    /// One's own PostgreSQL, as the application's role. Without it Borough starts a PostgreSQL of its own.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,
    /// One's own PostgreSQL, as the owner of the tables; only `migrate` uses it.
    #[arg(long, env = "MIGRATE_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub migrate_database_url: Option<DatabaseUrl>,
    /// One's own PostgreSQL, as the role of the back office.
    #[arg(long, env = "OPERATOR_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub operator_database_url: Option<DatabaseUrl>,
    /// Folder of the embedded database. Without it: `/var/lib/borough` for root, else `borough` in the user's data folder.
    #[arg(long, env = "BOROUGH_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
}

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Databases {
    /// A cluster of our own; `None` is the usual folder.
    Embedded { folder: Option<PathBuf> },
    /// One's own server. The owner's URL is needed to migrate, and only then.
    External { app: DatabaseUrl, operator: DatabaseUrl, owner: Option<DatabaseUrl> },
}

impl DatabaseArgs {
    /// The embedded database when no URL is set; all that serving needs, or an error that names what is missing.
    pub fn databases(&self) -> Result<Databases, WrongSetting> {
        match (&self.database_url, &self.operator_database_url, &self.migrate_database_url) {
            (None, None, None) => Ok(Databases::Embedded { folder: self.data.clone() }),
            (Some(_), _, _) if self.data.is_some() => Err(WrongSetting(
                "BOROUGH_DATA is the embedded database's folder and DATABASE_URL names one's own: set only one of them".into(),
            )),
            (Some(app), Some(operator), owner) => {
                Ok(Databases::External { app: app.clone(), operator: operator.clone(), owner: owner.clone() })
            }
            (Some(_), None, _) => Err(WrongSetting(
                "DATABASE_URL is set and OPERATOR_DATABASE_URL is not: the back office needs its own role \
                 (`borough migrate --print-roles` prints the SQL that makes it)"
                    .into(),
            )),
            (None, _, _) => Err(WrongSetting(
                "OPERATOR_DATABASE_URL or MIGRATE_DATABASE_URL is set and DATABASE_URL is not: set it too, or none of them \
                 for the embedded database"
                    .into(),
            )),
        }
    }

    /// Where `migrate` works: it needs the owner's URL alone.
    pub fn owner(&self) -> Result<Owner, WrongSetting> {
        match (&self.migrate_database_url, &self.database_url) {
            (Some(url), _) => Ok(Owner::Url(url.clone())),
            (None, None) => Ok(Owner::Embedded { folder: self.data.clone() }),
            (None, Some(_)) => Err(WrongSetting(
                "DATABASE_URL is set and MIGRATE_DATABASE_URL is not: migrating needs the role that owns the tables"
                    .into(),
            )),
        }
    }
}

/// Whose tables `migrate` changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Embedded { folder: Option<PathBuf> },
    Url(DatabaseUrl),
}

/// A `postgres://` URL that sqlx understands. Debug and Display leave out the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// A URL that the embedded database made itself.
    pub(crate) fn trusted(url: String) -> Self {
        Self(url)
    }

    /// The URL with its password; for connecting only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The same for sqlx. Cannot fail for a URL that was parsed.
    pub fn options(&self) -> Result<PgConnectOptions, sqlx::Error> {
        self.0.parse()
    }
}

impl FromStr for DatabaseUrl {
    type Err = WrongSetting;

    fn from_str(text: &str) -> Result<Self, WrongSetting> {
        let scheme_is_right = text.starts_with("postgres://") || text.starts_with("postgresql://");
        if !scheme_is_right || text.parse::<PgConnectOptions>().is_err() {
            return Err(WrongSetting(
                "not a PostgreSQL URL; it looks like postgres://borough_app:secret@db.example/borough".into(),
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.parse::<PgConnectOptions>() {
            Ok(options) => {
                write!(
                    f,
                    "{}@{}/{}",
                    options.get_username(),
                    options.get_host(),
                    options.get_database().unwrap_or_default()
                )
            }
            Err(_) => f.write_str("(unreadable)"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}
