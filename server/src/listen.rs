//! The accept loop. axum's own has no time limits, so that a slow client costs a task and a buffer for ever.
//!
//! Every wait for a client is bounded here: for a request's head (and an idle connection), for its body, for a client
//! that does not read. How long a handler takes is not: its database work cannot be cancelled anyway. HTTP/1 and HTTP/2,
//! with upgrades. TLS is the business of the proxy in front.
//!
//! A request's extensions carry [`axum::extract::ConnectInfo`] and [`Stopping`].

mod activity;
mod body;
mod io;
mod places;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::proxies::Proxies;
use activity::Activity;
use io::GuardedIo;
use places::{FreePlace, Places};

/// What clients may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at the same time, upgraded ones included. More wait in the system's queue.
    pub connections: u32,
    /// The same for one network address. More are closed at once, so that nobody takes everybody's places.
    pub per_address: u32,
    /// Whose connections are not counted by their address: many people's come from there.
    pub uncounted: Proxies,
    /// From the connection, or the end of the last answer, to the end of the next request's head.
    pub head: Duration,
    /// From the first look at a request's body to its end.
    pub body: Duration,
    /// How long a client may leave its receive buffer full.
    pub stall: Duration,
    /// How long running requests and sockets may go on after the signal to stop.
    pub drain: Duration,
    /// Bytes of a request's head.
    pub head_bytes: u32,
    /// Header fields of a request (HTTP/1).
    pub headers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            per_address: 1_000,
            uncounted: Proxies::this_machine(),
            head: Duration::from_secs(20),
            body: Duration::from_secs(30),
            stall: Duration::from_secs(10),
            drain: Duration::from_secs(10),
            head_bytes: 32 * 1024,
            headers: 100,
        }
    }
}

/// In every request's extensions: tells long-lived handlers (sockets) that the server wants to stop.
#[derive(Debug, Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Returns when the server wants to stop; at once if it already does.
    pub async fn wait(&mut self) {
        // An error means that the accept loop is gone, which is stopping too.
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}

/// Serves until `shutdown` is ready, then lets running requests end and returns.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: impl Future<Output = ()>) {
    let limits = Arc::new(limits);
    let places = Places::new(&limits);
    let graceful = GracefulShutdown::new();
    let (stop, stopping) = watch::channel(false);
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let Some(place) = place.of(peer.ip()) else {
            tracing::debug!(%peer, "too many connections of one address: closed");
            continue;
        };
        let io = GuardedIo::new(stream, limits.stall, place);
        let answer =
            Answer { router: router.clone(), peer, stopping: Stopping(stopping.clone()), limits: Arc::clone(&limits) };
        tokio::spawn(connection(io, answer, graceful.watcher()));
    }
    drop(listener);
    stop.send_replace(true);
    drain(graceful, &places, &limits).await;
}

/// The next client, once there is a place for it.
async fn accept<'p>(listener: &TcpListener, places: &'p Places) -> Option<(TcpStream, SocketAddr, FreePlace<'p>)> {
    let place = places.free().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are written whole, so waiting to fill a packet only delays them.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            // Out of file descriptors, or a client that was gone already: give others time to close theirs.
            tracing::warn!(%error, "could not accept a connection");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// Waits for requests and sockets to end, but not longer than the limit.
async fn drain(graceful: GracefulShutdown, places: &Places, limits: &Limits) {
    let all_ended = async {
        graceful.shutdown().await;
        // Upgraded connections are no longer watched, but they keep their place.
        places.all_free().await;
    };
    if tokio::time::timeout(limits.drain, all_ended).await.is_err() {
        tracing::warn!("connections are still open after {:?}; they are cut off", limits.drain);
    }
}

async fn connection(io: GuardedIo, answer: Answer, watcher: Watcher) {
    let activity = Activity::default();
    let limits = Arc::clone(&answer.limits);
    let service = service_fn({
        let activity = activity.clone();
        move |request| answer.clone().to(request, activity.begin())
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.http1().max_buf_size(limits.head_bytes as usize).max_headers(limits.headers);
    builder.http2().timer(TokioTimer::new()).max_header_list_size(limits.head_bytes).max_concurrent_streams(100);
    let serving = watcher.watch(builder.serve_connection_with_upgrades(TokioIo::new(io), service).into_owned());
    tokio::select! {
        served = serving => {
            if let Err(error) = served {
                tracing::debug!(%error, "connection ended early");
            }
        }
        // hyper's own limit begins only after it has seen which protocol is spoken.
        () = activity.idle_for(limits.head) => tracing::debug!("idle connection closed"),
    }
}

/// What all requests of one connection have in common.
#[derive(Clone)]
struct Answer {
    router: Router,
    peer: SocketAddr,
    stopping: Stopping,
    limits: Arc<Limits>,
}

impl Answer {
    async fn to(self, request: Request<Incoming>, running: activity::Running) -> Result<Response, Infallible> {
        let mut request = request.map(|incoming| body::within(self.limits.body, incoming));
        request.extensions_mut().insert(ConnectInfo(self.peer));
        request.extensions_mut().insert(self.stopping);
        let response = self.router.oneshot(request).await?;
        Ok(response.map(|body| Body::new(body::Tracked::new(body, running))))
    }
}
