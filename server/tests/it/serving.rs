//! A server of a test: the whole program on a free port, in this process, ended as `borough serve` ends.

use std::net::SocketAddr;
use std::time::Duration;

use domain::access::{Db, DbConfig, OperatorAccess};
use leptos::config::LeptosOptions;
use server::config::Cookies;
use server::live::{Hub, Pace};
use server::proxies::Proxies;
use server::state::AppState;
use server::{http, listen, router};
use testkit::TestDatabase;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A test that waits this long has failed.
const BOUND: Duration = Duration::from_secs(30);

/// Waits for something that must come.
pub async fn bounded<T>(what: &str, wait: impl Future<Output = T>) -> T {
    timeout(BOUND, wait).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}

pub struct Serving {
    pub db: Db,
    pub address: SocketAddr,
    running: Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
    hub: Hub,
}

impl Serving {
    /// Serves this database.
    pub async fn start(database: &TestDatabase, pace: Pace) -> Self {
        Self::behind(Proxies::default(), database, pace).await
    }

    /// The same, with proxies that are believed.
    pub async fn behind(proxies: Proxies, database: &TestDatabase, pace: Pace) -> Self {
        let db = Db::new(DbConfig {
            app: database.app(),
            operator: database.operator(),
            connections: 12,
            attempts_per_address: 1_000_000,
            invitations_per_day: 1_000_000,
            operator_access: OperatorAccess::Open,
            base_url: "http://127.0.0.1".to_owned(),
        });
        let hub = Hub::at(db.clone(), pace);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let options = LeptosOptions::builder().output_name("borough").build();
        let state = AppState {
            db: db.clone(),
            options,
            cookies: Cookies::HostBound,
            proxies: proxies.into(),
            hub: hub.clone(),
        };
        let router = http::layers(router::router(&state), &format!("http://{address}").parse().unwrap());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(listen::serve(listener, router, listen::Limits::default(), async {
            let _ = stopped.await;
        }));
        Self { db, address, running: Mutex::new(Some((stop, running))), hub }
    }

    /// As `borough serve` ends.
    pub async fn stop(&self) {
        let Some((stop, running)) = self.running.lock().await.take() else { return };
        let _ = stop.send(());
        bounded("the server's end", running).await.unwrap();
        bounded("the hub's end", self.hub.stop()).await;
    }
}
