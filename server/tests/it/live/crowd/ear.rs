//! One of the crowd's sockets, and what it has heard.

use std::time::Instant;

use futures::StreamExt as _;
use model::live::{Body, EventKind, Frame};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::super::world::handshake;
use super::{Fate, Organization};
use crate::program::Program;
use crate::serving::bounded;

/// What a socket has heard.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard {
    pub is_ready: bool,
    pub upto: i64,
    /// Events that only administrators may see: how many, and the last one's number.
    pub secrets: usize,
    pub last_secret: i64,
    /// When it was told that its rights have changed.
    pub told: Option<Instant>,
    pub closed: Option<(u16, Instant)>,
}

impl Heard {
    fn note(&mut self, frame: &Frame) {
        self.upto = frame.upto;
        match &frame.body {
            Body::Ready => self.is_ready = true,
            Body::Event(event) if event.kind == EventKind::InvitationCreated => {
                self.secrets += 1;
                self.last_secret = event.number;
            }
            Body::Access => self.told = Some(Instant::now()),
            _ => (),
        }
    }
}

/// A socket that is listened to by a task of its own.
pub struct Ear {
    pub person: usize,
    pub session: usize,
    heard: watch::Receiver<Heard>,
}

impl Ear {
    pub async fn open(server: &Program, organization: &Organization, person: usize, session: usize) -> Self {
        let address = server.url.strip_prefix("http://").unwrap();
        let query = format!("?tenant={}", organization.id);
        let request = handshake(address, &server.url, Some(&organization.session(person, session)), &query);
        let stream = TcpStream::connect(address).await.unwrap();
        let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
        let answer =
            bounded("an answer to the handshake", client_async_with_config(request, stream, Some(config))).await;
        let (tell, heard) = watch::channel(Heard::default());
        tokio::spawn(listen(answer.unwrap().0, tell));
        let mut ear = Self { person, session, heard };
        ear.until(|heard| heard.is_ready).await;
        ear
    }

    pub fn fate(&self) -> Fate {
        Fate::of(self.person)
    }

    pub fn heard(&self) -> Heard {
        *self.heard.borrow()
    }

    pub async fn until(&mut self, condition: impl FnMut(&Heard) -> bool) -> Heard {
        *bounded("what a socket should hear", self.heard.wait_for(condition)).await.unwrap()
    }
}

/// Hears everything until the end.
async fn listen(mut web: WebSocketStream<TcpStream>, tell: watch::Sender<Heard>) {
    let mut code = 0;
    while let Some(Ok(message)) = web.next().await {
        match message {
            Message::Text(text) => {
                let frame: Frame = serde_json::from_str(&text).unwrap();
                tell.send_modify(|heard| heard.note(&frame));
            }
            Message::Close(frame) => code = frame.map_or(0, |frame| frame.code.into()),
            _ => (),
        }
    }
    tell.send_modify(|heard| heard.closed = Some((code, Instant::now())));
}
