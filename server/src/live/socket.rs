//! One page's socket, from its first message to the last.

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use domain::access::Actor;
use domain::live::{Listener, can_catch_up, events_after, listener};
use model::error::AppError;
use model::ids::PublicId;
use model::live::{Body, close};
use tokio::time::{Instant, sleep_until, timeout};

use super::Seat;
use super::feed::{Follower, Section, message};
use super::room::PAGE;
use crate::listen::Stopping;

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client has gone, or as good as gone.
    Gone,
    /// For the reason that the close code names.
    Close(u16),
}

/// The server is stopping (RFC 6455, 7.4.1).
const GOING_AWAY: u16 = 1001;
/// The client said something, and there is nothing to say.
const NOT_ASKED: u16 = 1008;
/// Something failed that may work in a moment (IANA's registry of close codes).
pub const AGAIN: u16 = 1013;

/// How far a page that is live may fall behind before it is told to come back when it can read faster.
const FARTHEST_BEHIND: i64 = 1_000;

/// An open page, and who looks at it.
///
/// Calls to the database are boxed: each needs 9 KiB while it runs, which every page would hold all the time.
pub struct Page {
    seat: Seat,
    web: WebSocket,
    actor: Actor,
    tenant: PublicId,
    follower: Follower,
    /// Which state of the room's presence was sent.
    presence: Option<u64>,
}

impl Page {
    /// A page that has taken its seat and will go on from where `follower` is.
    pub fn new(seat: Seat, web: WebSocket, actor: Actor, tenant: PublicId, follower: Follower) -> Self {
        Self { seat, web, actor, tenant, follower, presence: None }
    }

    /// Sends what is missed and what happens, until one of the two sides goes.
    pub async fn serve(mut self, listener: &Listener, mut stopping: Option<Stopping>) {
        let end = match Box::pin(self.catch_up(listener)).await {
            Ok(()) => self.stay(&mut stopping).await,
            Err(end) => end,
        };
        let Self { seat, web, .. } = self;
        let patience = seat.hub.0.pace.patience;
        // First out of the room: how long the client takes to say goodbye concerns nobody.
        drop(seat);
        if let End::Close(code) = end {
            let _ = timeout(patience, goodbye(web, code)).await;
        }
    }

    /// Brings the client from where it stopped to now. The room was joined before, so nothing is missed in between.
    async fn catch_up(&mut self, listener: &Listener) -> Result<(), End> {
        let from = self.follower.upto();
        // A client that claims to know of what is still to come would miss it: its own removal, say.
        let possible = (0..=listener.upto).contains(&from);
        let known = possible && (self.seat.room.after(from).is_some() || self.is_in_table(listener, from).await?);
        if !known {
            self.follower = Follower::new(listener, listener.upto);
            self.send(message(listener.upto, Body::Reload)).await?;
        }
        self.deliver(i64::MAX).await?;
        self.send(message(self.follower.upto(), Body::Ready)).await?;
        self.show_presence().await
    }

    async fn is_in_table(&mut self, listener: &Listener, from: i64) -> Result<bool, End> {
        let (db, tenant) = (self.seat.hub.0.db.clone(), listener.tenant);
        let possible = self.seat.hub.0.db.run(async move { can_catch_up(&db, tenant, from).await });
        possible.await.map_err(|_| End::Close(AGAIN))
    }

    /// Stays until something ends it.
    async fn stay(&mut self, stopping: &mut Option<Stopping>) -> End {
        let (ping, patience) = (self.seat.hub.0.pace.ping, self.seat.hub.0.pace.patience);
        let mut is_asked = false;
        let mut due = std::pin::pin!(sleep_until(Instant::now() + ping));
        loop {
            let done = tokio::select! {
                code = self.seat.subscriber.ended() => Err(End::Close(code)),
                () = stopped(stopping) => Err(End::Close(GOING_AWAY)),
                said = self.web.recv() => match said {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                        is_asked = false;
                        due.as_mut().reset(Instant::now() + ping);
                        Ok(())
                    }
                    Some(Ok(Message::Text(_) | Message::Binary(_))) => Err(End::Close(NOT_ASKED)),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
                },
                changed = self.seat.head.changed() => match changed {
                    Ok(()) => self.follow().await,
                    Err(_) => Err(End::Close(AGAIN)),
                },
                () = due.as_mut() => {
                    if is_asked {
                        return End::Gone;
                    }
                    is_asked = true;
                    due.as_mut().reset(Instant::now() + patience);
                    self.ask_for_life().await
                }
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// A ping for the browser to answer, which its page never sees; and a word for the page, which otherwise could not
    /// tell a quiet line from a dead one.
    async fn ask_for_life(&mut self) -> Result<(), End> {
        self.write(Message::Ping(Bytes::new())).await?;
        self.send(message(self.follower.upto(), Body::Ready)).await
    }

    async fn follow(&mut self) -> Result<(), End> {
        self.deliver(FARTHEST_BEHIND).await?;
        self.show_presence().await
    }

    /// Sends what is new, in the feed's order.
    async fn deliver(&mut self, farthest: i64) -> Result<(), End> {
        loop {
            // From here on a change of the room calls again.
            self.seat.head.mark_unchanged();
            let section = match self.seat.room.after(self.follower.upto()) {
                Some(section) if section.upto() <= self.follower.upto() => return Ok(()),
                Some(section) => section,
                None if self.seat.room.position() - self.follower.upto() > farthest => {
                    return Err(End::Close(close::TOO_SLOW));
                }
                None => Box::pin(self.read_table()).await?,
            };
            loop {
                let outcome = self.follower.consider(&section);
                for message in outcome.messages {
                    self.send(message).await?;
                }
                let Some(number) = outcome.ask else { break };
                Box::pin(self.ask(number)).await?;
            }
        }
    }

    async fn read_table(&mut self) -> Result<Section, End> {
        let (db, tenant, after) = (self.seat.hub.0.db.clone(), self.seat.room.tenant, self.follower.upto());
        let read = self.seat.hub.0.db.run(async move { events_after(&db, tenant, after, PAGE).await });
        match read.await {
            Ok(stretch) if stretch.upto > after => Ok(stretch.into()),
            // The table does not go back that far any more, or does not answer.
            Ok(_) | Err(_) => Err(End::Close(AGAIN)),
        }
    }

    /// The event `number` may have changed what this page may hear.
    async fn ask(&mut self, number: i64) -> Result<(), End> {
        let (actor, tenant) = (self.actor.clone(), self.tenant.clone());
        let asked = self.seat.hub.0.db.run(async move { listener(&actor, &tenant).await }).await;
        let listener = match asked {
            Ok(listener) => listener,
            Err(AppError::NotFound) => return Err(End::Close(close::NOT_A_MEMBER)),
            Err(AppError::Unauthenticated) => return Err(End::Close(close::SIGNED_OUT)),
            // Better silent than wrong: the client comes again and is asked anew.
            Err(_) => return Err(End::Close(AGAIN)),
        };
        if !self.follower.learn(&listener, number) {
            return Ok(());
        }
        if !self.follower.sees_presence() && self.presence.take().is_some() {
            self.send(message(self.follower.upto(), Body::Presence { members: Vec::new() })).await?;
        }
        self.send(message(self.follower.upto(), Body::Access)).await
    }

    async fn show_presence(&mut self) -> Result<(), End> {
        let state = self.seat.head.borrow().presence;
        if !self.follower.sees_presence() || self.presence == Some(state) {
            return Ok(());
        }
        // Nothing is known yet in a room that has just been made; it is a change when it is.
        let Some(message) = self.seat.room.presence(self.follower.upto()) else { return Ok(()) };
        self.presence = Some(state);
        self.send(message).await
    }

    async fn send(&mut self, message: Utf8Bytes) -> Result<(), End> {
        self.write(Message::Text(message)).await
    }

    async fn write(&mut self, message: Message) -> Result<(), End> {
        if let Some(code) = self.seat.subscriber.has_ended() {
            return Err(End::Close(code));
        }
        match timeout(self.seat.hub.0.pace.patience, self.web.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}

async fn stopped(stopping: &mut Option<Stopping>) {
    match stopping {
        Some(stopping) => stopping.wait().await,
        None => std::future::pending().await,
    }
}

/// Closes, and reads on until the client has closed too: a socket that is dropped with something unread is reset, and the
/// reason is lost on the way.
async fn goodbye(mut web: WebSocket, code: u16) {
    let frame = CloseFrame { code, reason: Utf8Bytes::default() };
    if web.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = web.recv().await {}
    }
}
