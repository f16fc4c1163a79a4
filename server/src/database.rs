//! From the configuration to a database that is there: the embedded one started or joined, or one's own.

use crate::config::{DatabaseUrl, Databases, Owner};
use crate::embedded::{Embedded, EmbeddedError, Options};

/// A database that answers, until [`Database::close`].
#[derive(Debug)]
pub struct Database {
    pub app: DatabaseUrl,
    pub operator: DatabaseUrl,
    embedded: Option<Embedded>,
}

impl Database {
    /// For `serve`: an embedded cluster is ours until we close it, and brought to this version's shape.
    pub async fn own(databases: &Databases) -> Result<Self, DatabaseError> {
        match databases {
            Databases::External { app, operator, .. } => {
                Ok(Self { app: app.clone(), operator: operator.clone(), embedded: None })
            }
            Databases::Embedded { folder } => {
                let embedded = Embedded::start(Options { folder: folder.clone(), without_fsync: false }).await?;
                migrate(&embedded.urls().owner).await?;
                Ok(Self::embedded(embedded))
            }
        }
    }

    /// For short commands: an embedded cluster may be running already, in another process.
    pub async fn join(databases: &Databases) -> Result<Self, DatabaseError> {
        match databases {
            Databases::External { app, operator, .. } => {
                Ok(Self { app: app.clone(), operator: operator.clone(), embedded: None })
            }
            Databases::Embedded { folder } => {
                let embedded = Embedded::join(Options { folder: folder.clone(), without_fsync: false }).await?;
                if embedded.is_ours() {
                    migrate(&embedded.urls().owner).await?;
                }
                Ok(Self::embedded(embedded))
            }
        }
    }

    fn embedded(embedded: Embedded) -> Self {
        let urls = embedded.urls().clone();
        Self { app: urls.app, operator: urls.operator, embedded: Some(embedded) }
    }

    /// Stops an embedded cluster that is ours.
    pub async fn close(self) -> Result<(), DatabaseError> {
        if let Some(embedded) = self.embedded {
            embedded.stop().await?;
        }
        Ok(())
    }
}

/// `borough migrate`, wherever the tables are.
pub async fn migrate_as_owner(owner: &Owner) -> Result<(), DatabaseError> {
    match owner {
        Owner::Url(url) => migrate(url).await,
        Owner::Embedded { folder } => {
            let embedded = Embedded::join(Options { folder: folder.clone(), without_fsync: false }).await?;
            migrate(&embedded.urls().owner).await?;
            Ok(embedded.stop().await?)
        }
    }
}

/// Applies every migration that is missing, as the owner. Several at a time wait for one another.
async fn migrate(owner: &DatabaseUrl) -> Result<(), DatabaseError> {
    domain::migrate::migrate(&owner.options()?).await?;
    Ok(())
}

/// Why there is no database to work with.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    #[error("the database was not brought to this version's shape: {0}")]
    Migrate(#[from] domain::Error),
    #[error("the database refused us: {0}")]
    Sql(#[from] sqlx::Error),
}
