//! Slow, silent and greedy clients against the accept loop. Limits are short, and the tests wait for the connection's end.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Extension, WebSocketUpgrade};
use axum::routing::{get, post};
use futures::StreamExt;
use server::listen::{Limits, Stopping, serve};
use server::proxies::Proxies;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::limit::RequestBodyLimitLayer;

use crate::serving::bounded;

const SHORT: Duration = Duration::from_millis(200);
/// Longer than any test waits: a limit that is not under test.
const NEVER: Duration = Duration::from_hours(1);

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

fn patient() -> Limits {
    Limits { head: NEVER, body: NEVER, stall: NEVER, drain: NEVER, ..Limits::default() }
}

async fn start(router: Router, limits: Limits) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(serve(listener, router, limits, async {
        let _ = stopped.await;
    }));
    Server { address, stop, ended }
}

fn echo() -> Router {
    Router::new()
        .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
        .route("/echo", post(|body: String| async move { body }))
        .layer(RequestBodyLimitLayer::new(256 * 1024))
}

/// Everything the server says until it closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // A reset is an end too: the server may close with our bytes unread.
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

async fn client(server: &Server, says: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(says.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn handlers_know_the_peers_address() {
    let server = start(echo(), patient()).await;
    let mut stream = client(&server, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    let own = stream.local_addr().unwrap().to_string();
    assert!(rest(&mut stream).await.ends_with(&own));
}

#[tokio::test]
async fn clients_that_never_finish_a_head_are_cut_off() {
    let server = start(echo(), Limits { head: SHORT, ..patient() }).await;
    // Silent; the beginning of HTTP/2's preface, which could also be a POST; half a head; HTTP/2 without a request.
    for says in ["", "P", "GET / HTTP/1.1\r\nhost:", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let mut stream = client(&server, says).await;
        rest(&mut stream).await;
    }
}

#[tokio::test]
async fn idle_connections_are_closed_after_their_answer() {
    let server = start(echo(), Limits { head: SHORT, ..patient() }).await;
    let mut stream = client(&server, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn slow_answers_are_not_cut_off() {
    let (answer, answered) = oneshot::channel::<()>();
    let answered = std::sync::Arc::new(tokio::sync::Mutex::new(Some(answered)));
    let slow = Router::new().route(
        "/",
        get(move || async move {
            let answered = answered.lock().await.take().unwrap();
            // The head goes out at once, the body only much later than the limit for heads.
            Body::from_stream(futures::stream::once(async move {
                answered.await.unwrap();
                Ok::<_, std::convert::Infallible>("late")
            }))
        }),
    );
    let server = start(slow, Limits { head: SHORT, ..patient() }).await;
    let mut stream = client(&server, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    // A second, silent client is cut off by the same limit: when that happened, the limit has passed.
    rest(&mut client(&server, "").await).await;
    answer.send(()).unwrap();
    assert!(rest(&mut stream).await.contains("late"));
}

#[tokio::test]
async fn bodies_that_never_end_are_given_up() {
    let server = start(echo(), Limits { body: SHORT, ..patient() }).await;
    let mut stream = client(&server, "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf").await;
    let said = rest(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 400"), "{said}");
}

#[tokio::test]
async fn a_gigabyte_is_refused_before_it_is_sent() {
    let server = start(echo(), patient()).await;
    let mut stream = client(&server, "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1073741824\r\n\r\n").await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 413"));
}

#[tokio::test]
async fn too_many_or_too_long_headers_are_refused() {
    let server = start(echo(), patient()).await;
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(200));
    let long = format!("GET / HTTP/1.1\r\na: {}\r\n\r\n", "b".repeat(64 * 1024));
    for head in [many, long] {
        let mut stream = client(&server, &head).await;
        let said = rest(&mut stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    }
}

#[tokio::test]
async fn clients_that_do_not_read_are_cut_off() {
    let (ended, end) = oneshot::channel::<()>();
    let ended = std::sync::Arc::new(std::sync::Mutex::new(Some(ended)));
    let endless = Router::new().route(
        "/",
        get(move || async move {
            let ended = ended.lock().unwrap().take();
            // `ended` moves into the body: it is dropped when the server gives the answer up.
            let zeroes = futures::stream::repeat_with(move || {
                let _held = &ended;
                Ok::<_, std::convert::Infallible>(vec![0_u8; 64 * 1024])
            });
            Body::from_stream(zeroes)
        }),
    );
    let server = start(endless, Limits { stall: SHORT, ..patient() }).await;
    let _deaf = client(&server, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(end.await.is_err(), "the answer was dropped");
}

#[tokio::test]
async fn one_more_client_than_allowed_waits_for_a_place() {
    let server = start(echo(), Limits { connections: 1, ..patient() }).await;
    let first = client(&server, "").await;
    let mut second = client(&server, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    let mut byte = [0];
    assert!(
        tokio::time::timeout(SHORT, second.peek(&mut byte)).await.is_err(),
        "nothing is said while there is no place"
    );
    drop(first);
    assert!(rest(&mut second).await.starts_with("HTTP/1.1 200"));
}

/// A connection that has its place: the server has answered on it.
async fn served(server: &Server) -> TcpStream {
    let mut stream = client(server, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    stream
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_gets_them_back() {
    let server = start(echo(), Limits { per_address: 2, uncounted: Proxies::default(), ..patient() }).await;
    let first = served(&server).await;
    let second = served(&server).await;
    let closing = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    for _ in 0..3 {
        assert_eq!(rest(&mut client(&server, closing).await).await, "", "it is closed without a word");
    }
    drop(first);
    // The server learns in its own time that there is a place again.
    let place = async { while rest(&mut client(&server, closing).await).await.is_empty() {} };
    bounded("there is a place again", place).await;
    drop(second);
}

#[tokio::test]
async fn proxies_have_as_many_connections_as_there_are() {
    let server = start(echo(), Limits { per_address: 1, uncounted: Proxies::this_machine(), ..patient() }).await;
    let connections = [served(&server).await, served(&server).await, served(&server).await];
    drop(connections);
}

#[tokio::test]
async fn shutdown_lets_running_requests_end_and_takes_no_more() {
    let (arrived, arrival) = oneshot::channel::<()>();
    let (answer, answered) = oneshot::channel::<()>();
    let channels = std::sync::Arc::new(std::sync::Mutex::new(Some((arrived, answered))));
    let slow = Router::new().route(
        "/",
        get(move || async move {
            let (arrived, answered) = channels.lock().unwrap().take().unwrap();
            arrived.send(()).unwrap();
            answered.await.unwrap();
            "done"
        }),
    );
    let server = start(slow, patient()).await;
    let mut running = client(&server, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    arrival.await.unwrap();
    server.stop.send(()).unwrap();
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!server.ended.is_finished());
    answer.send(()).unwrap();
    assert!(rest(&mut running).await.ends_with("done"));
    server.ended.await.unwrap();
}

#[tokio::test]
async fn shutdown_tells_sockets_and_waits_for_them() {
    let router = Router::new().route(
        "/",
        get(|Extension(mut stopping): Extension<Stopping>, upgrade: WebSocketUpgrade| async move {
            upgrade.on_upgrade(async move |mut socket| {
                stopping.wait().await;
                let _ = socket.send("bye".into()).await;
            })
        }),
    );
    let server = start(router, patient()).await;
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("ws://{}/", server.address)).await.unwrap();
    server.stop.send(()).unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap().into_text().unwrap(), "bye");
    drop(socket);
    server.ended.await.unwrap();
}

#[tokio::test]
async fn shutdown_does_not_wait_for_ever() {
    let server = start(echo(), Limits { drain: SHORT, ..patient() }).await;
    let mut half =
        client(&server, "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\nexpect: 100-continue\r\n\r\n").await;
    // The server asks for the body, so the request is at work.
    assert!(half.read_u8().await.is_ok());
    server.stop.send(()).unwrap();
    server.ended.await.unwrap();
}
