//! From the configuration to a database that is there: the embedded one started or joined, or one's own.

use domain::access::{Db, DbConfig, OperatorAccess};
use domain::migrate::migrate;

use crate::config::{BaseUrl, DatabaseUrl, Databases, Owner, Settings};
use crate::embedded::{Embedded, EmbeddedError, Options};

/// How much of the database the program may use, and the address that its links begin with.
#[derive(Debug, Clone)]
pub struct Use {
    connections: u32,
    attempts_per_address: i32,
    invitations_per_day: i32,
    operator_access: OperatorAccess,
    base_url: String,
}

impl Use {
    /// Serving people.
    pub fn to_serve(settings: &Settings) -> Self {
        Self {
            connections: settings.connections,
            attempts_per_address: settings.attempts_per_address,
            invitations_per_day: settings.invitations_per_day,
            operator_access: settings.operator_access,
            base_url: settings.base_url.origin().to_owned(),
        }
    }

    /// One command of somebody who is on this machine anyway.
    pub fn for_a_command(base_url: &BaseUrl) -> Self {
        let base_url = base_url.origin().to_owned();
        let operator_access = OperatorAccess::default();
        Self {
            connections: 4,
            attempts_per_address: i32::MAX,
            invitations_per_day: i32::MAX,
            operator_access,
            base_url,
        }
    }
}

/// A database, until [`Database::close`].
pub struct Database {
    db: Db,
    embedded: Option<Embedded>,
}

impl Database {
    /// For `serve`: an embedded cluster is ours until we close it, and brought to this version's shape.
    pub async fn own(databases: &Databases, usage: Use) -> Result<Self, DatabaseError> {
        match databases {
            Databases::External { app, operator, .. } => Self::connect(app, operator, usage, None),
            Databases::Embedded { folder } => {
                let embedded = Embedded::start(Options { folder: folder.clone(), without_fsync: false }).await?;
                migrate_at(&embedded.urls().owner).await?;
                Self::embedded(embedded, usage)
            }
        }
    }

    /// For short commands: an embedded cluster may be running already, in another process.
    pub async fn join(databases: &Databases, usage: Use) -> Result<Self, DatabaseError> {
        match databases {
            Databases::External { app, operator, .. } => Self::connect(app, operator, usage, None),
            Databases::Embedded { folder } => {
                let embedded = Embedded::join(Options { folder: folder.clone(), without_fsync: false }).await?;
                if embedded.is_ours() {
                    migrate_at(&embedded.urls().owner).await?;
                }
                Self::embedded(embedded, usage)
            }
        }
    }

    fn embedded(embedded: Embedded, usage: Use) -> Result<Self, DatabaseError> {
        let urls = embedded.urls().clone();
        Self::connect(&urls.app, &urls.operator, usage, Some(embedded))
    }

    fn connect(
        app: &DatabaseUrl,
        operator: &DatabaseUrl,
        usage: Use,
        embedded: Option<Embedded>,
    ) -> Result<Self, DatabaseError> {
        let Use { connections, attempts_per_address, invitations_per_day, operator_access, base_url } = usage;
        let (app, operator) = (app.options()?, operator.options()?);
        let db = Db::new(DbConfig {
            app,
            operator,
            connections,
            attempts_per_address,
            invitations_per_day,
            operator_access,
            base_url,
        });
        Ok(Self { db, embedded })
    }

    /// The way to what is in it.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Returns when an embedded database of ours is lost for good, and else never: one that ends is started again.
    pub async fn watch_over(&self) -> DatabaseError {
        match &self.embedded {
            Some(embedded) => embedded.watch_over().await.into(),
            None => std::future::pending().await,
        }
    }

    /// Ends all connections, and stops an embedded cluster that is ours.
    pub async fn close(self) -> Result<(), DatabaseError> {
        self.db.close().await;
        if let Some(embedded) = self.embedded {
            embedded.stop().await?;
        }
        Ok(())
    }
}

/// `borough migrate`, wherever the tables are. Answers how many migrations there are in all.
pub async fn migrate_as_owner(owner: &Owner) -> Result<usize, DatabaseError> {
    match owner {
        Owner::Url(url) => migrate_at(url).await,
        Owner::Embedded { folder } => {
            let embedded = Embedded::join(Options { folder: folder.clone(), without_fsync: false }).await?;
            let migrations = migrate_at(&embedded.urls().owner).await?;
            embedded.stop().await?;
            Ok(migrations)
        }
    }
}

/// Applies every migration that is missing, as the owner. Several at a time wait for one another.
async fn migrate_at(owner: &DatabaseUrl) -> Result<usize, DatabaseError> {
    Ok(migrate(&owner.options()?).await?)
}

/// Why there is no database to work with.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    #[error("the database was not brought to this version's shape: {0}")]
    Migrate(#[from] domain::Error),
    #[error("the database's URL is wrong: {0}")]
    Url(#[from] sqlx::Error),
}
