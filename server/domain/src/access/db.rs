//! The handle to the databases. The pools are private to this module. What a feature gets out of them is a connection on
//! which doors open, or a single statement outside of any door: in that one neither tenant nor person is chosen, so that it
//! reaches a table by functions in SQL alone.
#![expect(clippy::disallowed_types, reason = "this is the one place that holds the pools")]

use std::sync::Arc;
use std::time::Duration;

use model::AppError;
use model::ids::{SessionId, TenantId};
use sqlx::PgExecutor;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPool, PgPoolOptions};
use tokio::sync::{Semaphore, broadcast};
use tracing::Instrument as _;

use super::cache::Cache;
use super::connection::PooledConn;
use super::last_seen::LastSeen;
use super::reader::OperatorAccess;
use crate::error::{Error, Result};
use crate::logos::Logos;
use crate::passwords::Passwords;

/// How the program uses its databases.
#[derive(Clone, Debug)]
pub struct DbConfig {
    /// The application's login.
    pub app: PgConnectOptions,
    /// The back office's login.
    pub operator: PgConnectOptions,
    /// The most connections of the application's pool.
    pub connections: u32,
    /// How many attempts one network address has in fifteen minutes.
    pub attempts_per_address: i32,
    /// How many invitations one organization has in a day.
    pub invitations_per_day: i32,
    /// Whether operators may enter an organization just so.
    pub operator_access: OperatorAccess,
    /// The address under which people reach the program: links in mails begin with it.
    pub base_url: String,
}

/// Something that open pages of any process should hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// A tenant's feed has come this far.
    Feed(TenantId, i64),
    /// A session has ended or changed.
    Session(SessionId),
}

/// The handle. Cloning it is cheap.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    app: PgPool,
    operator: PgPool,
    cache: Cache,
    last_seen: LastSeen,
    passwords: Passwords,
    logos: Logos,
    calls: Arc<Semaphore>,
    wakes: broadcast::Sender<Wake>,
    attempts_per_address: i32,
    invitations_per_day: i32,
    operator_access: OperatorAccess,
    base_url: String,
}

impl Db {
    /// Calls under way at once; more wait, and too many are refused.
    const CALLS: usize = 256;
    /// How long a call waits for its turn, and then for a connection: both together less than the five seconds after which
    /// every call has its answer while the database is out of order.
    const TURN: Duration = Duration::from_millis(1500);
    const CONNECTION: Duration = Duration::from_secs(3);

    /// Prepares the pools. Connections are made when they are first needed.
    pub fn new(config: DbConfig) -> Self {
        let (wakes, _) = broadcast::channel(4096);
        Self(Arc::new(Inner {
            app: pool(config.app, config.connections),
            operator: pool(config.operator, 4),
            cache: Cache::new(),
            last_seen: LastSeen::default(),
            passwords: Passwords::new(),
            logos: Logos::new(),
            calls: Arc::new(Semaphore::new(Self::CALLS)),
            wakes,
            attempts_per_address: config.attempts_per_address,
            invitations_per_day: config.invitations_per_day,
            operator_access: config.operator_access,
            base_url: config.base_url,
        }))
    }

    /// Whether the application's database answers.
    pub async fn ready(&self) -> Result<(), AppError> {
        let answer = sqlx::query_scalar!("SELECT 1").fetch_one(self.lookups()).await;
        answer.map(drop).map_err(|error| Error::from(error).tell())
    }

    /// Runs a call to its end, whatever becomes of the client who asked for it, within the current span.
    pub async fn run<T, F>(&self, call: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let turn = tokio::time::timeout(Self::TURN, self.0.calls.clone().acquire_owned());
        let turn = turn.await.map_err(|_| AppError::Unavailable)?.map_err(|_| AppError::Unavailable)?;
        let task = async move {
            let answer = call.await.map_err(Error::tell);
            drop(turn);
            answer
        };
        tokio::spawn(task.in_current_span()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a call panicked");
            Err(AppError::internal())
        })
    }

    /// What happens from now on, as this process' own changes announce it.
    pub fn wakes(&self) -> broadcast::Receiver<Wake> {
        self.0.wakes.subscribe()
    }

    /// Announces a change. Nobody may be listening; the tables are the truth.
    pub(crate) fn wake(&self, wake: Wake) {
        let _ = self.0.wakes.send(wake);
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.0.app.close().await;
        self.0.operator.close().await;
    }

    /// Borrows a connection for a door.
    pub(crate) async fn connect(&self) -> Result<PooledConn> {
        Ok(PooledConn::acquire(&self.0.app).await?)
    }

    /// The same under the back office's login.
    pub(crate) async fn connect_as_operator(&self) -> Result<PooledConn> {
        Ok(PooledConn::acquire(&self.0.operator).await?)
    }

    /// Where a single statement goes that needs no door: a call of a function in SQL.
    pub(crate) fn lookups(&self) -> impl PgExecutor<'_> + Copy {
        &self.0.app
    }

    /// The same under the back office's login, whose own tables need no tenant either.
    pub(crate) fn operator_lookups(&self) -> impl PgExecutor<'_> + Copy {
        &self.0.operator
    }

    /// Begins to listen to a channel, on a connection that is kept for it.
    pub(crate) async fn listen(&self, channel: &str) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.0.app).await?;
        listener.listen(channel).await?;
        Ok(listener)
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.0.cache
    }

    pub(super) fn last_seen(&self) -> &LastSeen {
        &self.0.last_seen
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn logos(&self) -> &Logos {
        &self.0.logos
    }

    pub(crate) fn attempts_per_address(&self) -> i32 {
        self.0.attempts_per_address
    }

    pub(crate) fn invitations_per_day(&self) -> i32 {
        self.0.invitations_per_day
    }

    pub(crate) fn operator_access(&self) -> OperatorAccess {
        self.0.operator_access
    }

    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.base_url.trim_end_matches('/'))
    }
}

fn pool(options: PgConnectOptions, connections: u32) -> PgPool {
    let options = options.application_name("borough").options([
        ("statement_timeout", "4s"),
        ("lock_timeout", "3s"),
        ("idle_in_transaction_session_timeout", "10s"),
    ]);
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Db::CONNECTION)
        // A ping before each use would cost a quarter of the throughput; a dead connection shows by failing.
        .test_before_acquire(false)
        .connect_lazy_with(options)
}
