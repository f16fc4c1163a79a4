//! A PostgreSQL of our own in a data folder, for everybody who has not set `DATABASE_URL`.
//!
//! One folder holds everything: `lock` (a file lock: one owner at a time), `data` (the cluster), `run` (the socket),
//! `log`. The cluster listens on the unix socket only, and knows who connects by the operating system's account (`peer`),
//! so there is no password to keep. PostgreSQL refuses root: for root the folder belongs to an unprivileged account.
//!
//! - [`Embedded::start`] owns the cluster: it starts it, or adopts the one that a killed program left in this folder.
//! - [`Embedded::watch_over`] starts it again when it ends while the program goes on.
//! - [`Embedded::join`] is for short commands: it uses a cluster that a running program owns, else it starts one.
//! - [`roles::print_roles_sql`] is the same set of roles for people with a PostgreSQL of their own.

mod account;
mod binaries;
mod cluster;
mod folder;
mod leftover;
pub mod roles;
mod watch;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::config::DatabaseUrl;
use cluster::Cluster;

/// What can be chosen about an embedded cluster.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The data folder; `None` is the usual one.
    pub folder: Option<PathBuf>,
    /// Write without waiting for the disk: for tests only, a crash of the machine destroys the data.
    pub without_fsync: bool,
}

/// The URLs of the three roles.
#[derive(Debug, Clone)]
pub struct Urls {
    pub app: DatabaseUrl,
    pub owner: DatabaseUrl,
    pub operator: DatabaseUrl,
}

/// A running embedded cluster. It is stopped by [`Embedded::stop`], or when dropped, if this process owns it.
#[derive(Debug)]
pub struct Embedded {
    cluster: Cluster,
    urls: Urls,
    /// Held by whoever starts or stops the cluster.
    turn: Arc<Mutex<()>>,
    /// Held as long as the cluster is ours; `None` when we joined another process's cluster or already stopped.
    ownership: Option<File>,
}

/// Why there is no embedded database; every message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "no PostgreSQL server (15 or newer) was found in /usr/lib/postgresql or PATH: install it (Debian: apt-get install postgresql-15) or set DATABASE_URL"
    )]
    NoServer,
    #[error(
        "{folder} was made by PostgreSQL {version}, which is not installed any more: install it again, or move the folder away"
    )]
    OtherVersion { folder: PathBuf, version: String },
    #[error("no folder for the data: set BOROUGH_DATA (neither XDG_DATA_HOME nor HOME is set)")]
    NoFolder,
    #[error(
        "{folder} is too long for the database's socket ({bytes} bytes, 107 are possible): choose a shorter BOROUGH_DATA"
    )]
    PathTooLong { folder: PathBuf, bytes: usize },
    #[error("another Borough is running on {folder}: stop it first, or choose another BOROUGH_DATA")]
    InUse { folder: PathBuf },
    #[error(
        "the account {account:?}, which the database must run as, cannot enter {folder}: choose a BOROUGH_DATA outside private folders"
    )]
    Unreachable { account: String, folder: PathBuf },
    #[error("no unprivileged account was found to run the database as (looked for borough, postgres, nobody)")]
    NoAccount,
    #[error("{what} {path}: {source}")]
    File { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("{program} failed: {output}")]
    Program { program: String, output: String },
    #[error("processes of an earlier database are still at work in {folder}, neither ready nor at their end: {pids:?}")]
    StillAtWork { folder: PathBuf, pids: Vec<u32> },
    #[error("the embedded database ended by itself and did not start again, tried {tries} times: {last}")]
    Lost { tries: u32, last: Box<EmbeddedError> },
    #[error("the embedded database refused us: {0}")]
    Sql(#[from] sqlx::Error),
}

impl EmbeddedError {
    /// An error about a file, with what we were doing to it.
    fn file(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File { what, path: path.to_owned(), source }
    }
}

impl Embedded {
    /// Makes the cluster if it is missing, starts it (or adopts a leftover) and owns it until [`Embedded::stop`].
    pub async fn start(options: Options) -> Result<Self, EmbeddedError> {
        let cluster = Cluster::prepare(&options)?;
        let lock = cluster.folder().open_lock()?;
        match lock.try_lock() {
            Ok(()) => Self::own(cluster, lock).await,
            Err(TryLockError::WouldBlock) => Err(EmbeddedError::InUse { folder: cluster.folder().path().to_owned() }),
            Err(TryLockError::Error(error)) => Err(EmbeddedError::file("cannot lock", cluster.folder().path(), error)),
        }
    }

    /// Like [`Embedded::start`], but where another process owns the cluster, uses it and leaves it running.
    pub async fn join(options: Options) -> Result<Self, EmbeddedError> {
        let cluster = Cluster::prepare(&options)?;
        let lock = cluster.folder().open_lock()?;
        match lock.try_lock() {
            Ok(()) => Self::own(cluster, lock).await,
            Err(TryLockError::WouldBlock) => Ok(Self::new(cluster, None)),
            Err(TryLockError::Error(error)) => Err(EmbeddedError::file("cannot lock", cluster.folder().path(), error)),
        }
    }

    async fn own(cluster: Cluster, lock: File) -> Result<Self, EmbeddedError> {
        let mut embedded = Self::new(cluster, None);
        embedded.in_turn(|cluster| cluster.make().and_then(|()| cluster.start())).await?;
        // From here on a failure drops `embedded`, which stops the cluster.
        embedded.ownership = Some(lock);
        roles::create(&embedded.cluster.superuser_url("postgres")).await?;
        Ok(embedded)
    }

    fn new(cluster: Cluster, ownership: Option<File>) -> Self {
        let urls = cluster.urls();
        Self { cluster, urls, turn: Arc::default(), ownership }
    }

    /// Starts or stops the cluster off the async threads. Once begun, it goes on when nobody waits for it any more, and
    /// whoever comes next waits for its end.
    async fn in_turn<F>(&self, work: F) -> Result<(), EmbeddedError>
    where
        F: FnOnce(&Cluster) -> Result<(), EmbeddedError> + Send + 'static,
    {
        let (turn, cluster) = (Arc::clone(&self.turn).lock_owned().await, self.cluster.clone());
        let done = spawn_blocking(move || {
            let done = work(&cluster);
            drop(turn);
            done
        });
        done.await.map_err(|error| EmbeddedError::Program { program: "pg_ctl".into(), output: error.to_string() })?
    }

    /// How the application, the owner and the back office connect.
    pub fn urls(&self) -> &Urls {
        &self.urls
    }

    /// Whether this process owns the cluster, and will stop it.
    pub fn is_ours(&self) -> bool {
        self.ownership.is_some()
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.cluster.folder().path()
    }

    /// Stops the cluster if it is ours, and gives the folder free.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        let Some(lock) = self.ownership.take() else { return Ok(()) };
        let stopped = self.in_turn(Cluster::stop).await;
        drop(lock);
        stopped
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        if let Some(_lock) = self.ownership.take()
            && let Err(error) = self.cluster.stop()
        {
            tracing::error!(%error, "the embedded database was not stopped");
        }
    }
}
