//! Live: one WebSocket for each open page, one room for each tenant, in every process.
//!
//! `handshake` lets a page in and `socket` is its side, `room` and `feed` are what a tenant's pages share, `wakes` is
//! what this and other processes announce, `looks` asks the tables once a second whether anything was missed,
//! `presence` says who is there. What a page may hear is decided by `domain::live` alone.
//!
//! The tables are the truth: a lost wake-up, a dead listener or another process' crash costs a second, never an event.

mod feed;
mod handshake;
mod looks;
mod presence;
mod room;
mod socket;
mod wakes;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::access::{Db, Wake};
use domain::live::{Connection, Listener};
use model::ids::{SessionId, TenantId};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;

pub use handshake::open;

use crate::places::{Counted, Taken};
use room::{Head, Room, Subscriber};

/// Sockets of one session at the same time: enough for anybody's tabs, too few to crowd others out.
const SOCKETS: u32 = 50;

/// How often things are done, and how long clients are waited for.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Between two looks at all sessions and feeds.
    pub look: Duration,
    /// Between two times that all presence is written.
    pub keep: Duration,
    /// For how long announcements are gathered before they are sent to other processes.
    pub gather: Duration,
    /// Of silence before a client is asked whether it is still there.
    pub ping: Duration,
    /// For its answer, and for anything that is written to it.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look: Duration::from_secs(1),
            keep: Duration::from_secs(20),
            gather: Duration::from_millis(5),
            ping: Duration::from_secs(25),
            patience: Duration::from_secs(8),
        }
    }
}

/// All rooms of this process. Cloning it is cheap.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    db: Db,
    pace: Pace,
    rooms: Mutex<HashMap<TenantId, Arc<Room>>>,
    /// Rooms that read at the same time: never so many that calls wait for a connection.
    reads: Arc<Semaphore>,
    look_now: Notify,
    doubtful: Mutex<HashSet<SessionId>>,
    presence: presence::Queue,
    places: Counted<SessionId>,
    stopping: watch::Sender<bool>,
    tasks: Mutex<JoinSet<()>>,
}

impl Hub {
    /// Begins to listen to what changes.
    pub fn start(db: Db) -> Self {
        Self::at(db, Pace::default())
    }

    /// The same at another pace: for tests.
    pub fn at(db: Db, pace: Pace) -> Self {
        let changes = db.wakes();
        let hub = Self(Arc::new(Inner {
            db,
            pace,
            rooms: Mutex::default(),
            reads: Arc::new(Semaphore::new(4)),
            look_now: Notify::new(),
            doubtful: Mutex::default(),
            presence: presence::Queue::default(),
            places: Counted::new(SOCKETS),
            stopping: watch::Sender::new(false),
            tasks: Mutex::default(),
        }));
        let mut tasks = lock(&hub.0.tasks);
        tasks.spawn(hub.clone().until_stopped(wakes::own(hub.clone(), changes)));
        tasks.spawn(hub.clone().until_stopped(wakes::others(hub.clone())));
        tasks.spawn(hub.clone().until_stopped(looks::look(hub.clone())));
        tasks.spawn(presence::keep(hub.clone()));
        drop(tasks);
        hub
    }

    /// Ends the work behind the sockets, when they have been closed.
    pub async fn stop(&self) {
        self.0.stopping.send_replace(true);
        let mut tasks = std::mem::take(&mut *lock(&self.0.tasks));
        while tasks.join_next().await.is_some() {}
    }

    async fn until_stopped(self, work: impl Future<Output = ()>) {
        tokio::select! {
            () = work => (),
            () = self.stopped() => (),
        }
    }

    async fn stopped(&self) {
        // The sender is in the hub itself, so there is no error.
        let _ = self.0.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Takes a listener who was given a place into its tenant's room.
    fn join(&self, listener: &Listener, place: Taken<SessionId>) -> Seat {
        let connection = Connection::new(listener.tenant, listener.member);
        let subscriber = Arc::new(Subscriber::new(connection, listener.claim()));
        let mut rooms = lock(&self.0.rooms);
        let mut is_new = false;
        let room = rooms.entry(listener.tenant).or_insert_with(|| {
            is_new = true;
            Arc::new(Room::new(listener.tenant, listener.upto))
        });
        let room = Arc::clone(room);
        let head = room.admit(Arc::clone(&subscriber));
        drop(rooms);
        self.0.presence.joined(connection);
        // What happened before this room was there was announced to nobody: it looks once for itself.
        room.wake(&self.0.db, &self.0.reads, listener.upto + i64::from(is_new));
        Seat { hub: self.clone(), room, subscriber, head, _place: place }
    }

    fn leave(&self, room: &Room, subscriber: &Subscriber) {
        let mut rooms = lock(&self.0.rooms);
        if room.dismiss(subscriber.connection.id) {
            rooms.remove(&room.tenant);
        }
        drop(rooms);
        self.0.presence.left(subscriber.connection);
    }

    fn rooms(&self) -> Vec<Arc<Room>> {
        lock(&self.0.rooms).values().cloned().collect()
    }

    fn room(&self, tenant: TenantId) -> Option<Arc<Room>> {
        lock(&self.0.rooms).get(&tenant).cloned()
    }

    /// Somebody announced this, in this process or another.
    fn heard(&self, wake: Wake) {
        match wake {
            Wake::Feed(tenant, number) => {
                if let Some(room) = self.room(tenant) {
                    room.wake(&self.0.db, &self.0.reads, number);
                }
            }
            Wake::Session(session) => {
                lock(&self.0.doubtful).insert(session);
                self.0.look_now.notify_one();
            }
        }
    }
}

/// A seat in a room, given up when it is dropped.
struct Seat {
    hub: Hub,
    room: Arc<Room>,
    subscriber: Arc<Subscriber>,
    head: watch::Receiver<Head>,
    _place: Taken<SessionId>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.leave(&self.room, &self.subscriber);
    }
}

/// What a panic left behind is still whole: nothing here panics between two changes that belong together.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
