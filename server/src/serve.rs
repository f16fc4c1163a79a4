//! `borough serve`: from the configuration to answering requests, and back down in the opposite order.

use std::time::Duration;

use domain::access::Db;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Failure;
use crate::config::{BaseUrl, Cookies, Mail, ServeArgs, Settings};
use crate::database::{Database, Use};
use crate::listen::{self, Limits};
use crate::live::Hub;
use crate::mail::Sender;
use crate::proxies::Proxies;
use crate::state::AppState;
use crate::{check, http, last_seen, retention, router, sample};

/// Serves until SIGINT or SIGTERM, or until the embedded database is lost for good.
pub async fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let mut settings = args.settings()?;
    // Taken first: a second server on the same address must not touch the database.
    let listener = TcpListener::bind(settings.address)
        .await
        .map_err(|error| Failure::new(format!("cannot listen on {} (BOROUGH_ADDRESS): {error}", settings.address)))?;
    if args.place.base_url.is_none() {
        // Port 0 asks the system for a free one.
        settings.base_url = BaseUrl::of_address(listener.local_addr()?);
    }
    if settings.cookies == Cookies::Plain {
        tracing::warn!("session cookies go over plain http: anybody on the way can take over a session");
    }
    if settings.base_url.is_https() && settings.trusted_proxies.is_empty() {
        tracing::warn!(
            "people come by https, so through a proxy, and none is trusted (BOROUGH_TRUSTED_PROXY): \
             limits count everybody as one"
        );
    }
    let shutdown = shutdown()?;
    let database = Database::own(&settings.databases, Use::to_serve(&settings)).await?;
    let served = serve_from(&database, listener, settings, shutdown).await;
    tracing::info!("stopping");
    let closed = database.close().await;
    served?;
    Ok(closed?)
}

async fn serve_from(
    database: &Database,
    listener: TcpListener,
    settings: Settings,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let db = database.db();
    check::refuse_wrong(db).await?;
    if settings.sample {
        sample::at_start(db, settings.sample_password.clone(), &settings.base_url).await?;
    }
    let limits = Limits {
        connections: settings.max_connections,
        per_address: settings.max_connections_per_address,
        uncounted: settings.trusted_proxies.clone().and(Proxies::this_machine()),
        ..Limits::default()
    };
    let hub = Hub::start(db.clone());
    let state = AppState::new(&settings, db.clone(), hub.clone());
    let router = http::layers(router::router(&state), &settings.base_url);
    let mails = mails(db, settings.mail.as_ref());
    let last_seen = Beside::begin(|stop| last_seen::keep(db.clone(), stop));
    let retention = Beside::begin(|stop| retention::run(db.clone(), stop));
    println!("Borough is ready at {}", settings.base_url.origin());
    let mut lost = None;
    let end = async {
        tokio::select! {
            () = shutdown => (),
            error = database.watch_over() => lost = Some(error),
        }
    };
    listen::serve(listener, router, limits, end).await;
    hub.stop().await;
    if let Some(mails) = mails {
        mails.end().await;
    }
    retention.end().await;
    last_seen.end().await;
    lost.map_or(Ok(()), |error| Err(error.into()))
}

/// Begins to send mails, if there is a mail server.
fn mails(db: &Db, mail: Option<&Mail>) -> Option<Beside> {
    if mail.is_none() {
        tracing::info!("no mail server is set (BOROUGH_SMTP_URL): mails wait for an operator at /admin/mail");
    }
    mail.map(|mail| Beside::begin(|stop| Sender::new(db.clone(), mail).run(stop)))
}

/// Work beside serving, until it is told to stop.
struct Beside {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Beside {
    /// How long what is under way may take when everything else has stopped.
    const PATIENCE: Duration = Duration::from_secs(5);

    fn begin<F: Future<Output = ()> + Send + 'static>(work: impl FnOnce(oneshot::Receiver<()>) -> F) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: tokio::spawn(work(stopped)) }
    }

    async fn end(self) {
        let Self { stop, mut task } = self;
        drop(stop);
        if timeout(Self::PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

/// Ready when somebody asks the program to end. Listening for it begins at once, so that nothing is missed.
fn shutdown() -> Result<impl Future<Output = ()>, Failure> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}
