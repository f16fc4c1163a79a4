//! A room: one tenant's open pages in this process, and the end of its feed that they are told. It reads each new event
//! once, however many are in it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::ws::Utf8Bytes;
use domain::access::Db;
use domain::live::{Claim, Connection, events_after};
use model::ids::{MemberId, TenantId};
use model::live::Body;
use tokio::sync::{Notify, Semaphore, watch};
use uuid::Uuid;

use super::feed::{NAMED, Recent, Section, message};
use super::lock;

/// Events of one look into the table.
pub const PAGE: i64 = 500;

/// Changes whenever there is something new to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub position: i64,
    /// Counts the changes of who is there.
    pub presence: u64,
}

/// One open page.
#[derive(Debug)]
pub struct Subscriber {
    pub connection: Connection,
    pub claim: Claim,
    /// The close code, once it has to go.
    end: AtomicU16,
    ended: Notify,
}

impl Subscriber {
    pub fn new(connection: Connection, claim: Claim) -> Self {
        Self { connection, claim, end: AtomicU16::new(0), ended: Notify::new() }
    }

    /// Tells it to go, for the reason that this close code names.
    pub fn end(&self, code: u16) {
        self.end.store(code, Ordering::Release);
        self.ended.notify_one();
    }

    /// Whether it was told to go, and why.
    pub fn has_ended(&self) -> Option<u16> {
        Some(self.end.load(Ordering::Acquire)).filter(|code| *code != 0)
    }

    /// Waits until it was told to go.
    pub async fn ended(&self) -> u16 {
        loop {
            if let Some(code) = self.has_ended() {
                return code;
            }
            self.ended.notified().await;
        }
    }
}

/// The room.
#[derive(Debug)]
pub struct Room {
    pub tenant: TenantId,
    head: watch::Sender<Head>,
    inside: Mutex<Inside>,
}

#[derive(Debug)]
struct Inside {
    recent: Recent,
    subscribers: HashMap<Uuid, Arc<Subscriber>>,
    /// Who is there, sorted; none before the first answer.
    members: Option<Vec<MemberId>>,
    /// The message about it for whoever has come as far as the number says: mostly everybody.
    presence: Option<(i64, Utf8Bytes)>,
    /// The last number that somebody spoke of.
    wanted: i64,
    is_reading: bool,
}

impl Room {
    /// An empty room of a feed that has come at least as far as `position`.
    pub fn new(tenant: TenantId, position: i64) -> Self {
        let recent = Recent::new(position);
        let inside = Inside {
            recent,
            subscribers: HashMap::new(),
            members: None,
            presence: None,
            wanted: position,
            is_reading: false,
        };
        Self { tenant, head: watch::Sender::new(Head { position, presence: 0 }), inside: Mutex::new(inside) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        lock(&self.inside)
    }

    /// Takes somebody in, who hears of every change from now on.
    pub fn admit(&self, subscriber: Arc<Subscriber>) -> watch::Receiver<Head> {
        self.inside().subscribers.insert(subscriber.connection.id, subscriber);
        self.head.subscribe()
    }

    /// Lets somebody go, and says whether the room is empty now.
    pub fn dismiss(&self, connection: Uuid) -> bool {
        let mut inside = self.inside();
        inside.subscribers.remove(&connection);
        inside.subscribers.is_empty()
    }

    /// Everybody in it.
    pub fn subscribers(&self) -> Vec<Arc<Subscriber>> {
        self.inside().subscribers.values().cloned().collect()
    }

    /// How far its feed was read.
    pub fn position(&self) -> i64 {
        self.head.borrow().position
    }

    /// What came behind this number, if the room still knows.
    pub fn after(&self, number: i64) -> Option<Section> {
        self.inside().recent.after(number)
    }

    /// See [`Recent::forget_old`].
    pub fn forget_old(&self) {
        self.inside().recent.forget_old();
    }

    /// Somebody says that the feed has come this far: reads it, unless it has been read or is being read.
    pub fn wake(self: &Arc<Self>, db: &Db, reads: &Arc<Semaphore>, number: i64) {
        let mut inside = self.inside();
        inside.wanted = inside.wanted.max(number);
        if inside.is_reading || inside.recent.position() >= number {
            return;
        }
        inside.is_reading = true;
        tokio::spawn(Self::read(Arc::clone(self), db.clone(), Arc::clone(reads)));
    }

    /// Reads until nothing is missing. A failure ends it: the next look at all positions begins again.
    async fn read(self: Arc<Self>, db: Db, reads: Arc<Semaphore>) {
        let _turn = reads.acquire().await;
        loop {
            let (after, wanted) = self.missing();
            let stretch = events_after(&db, self.tenant, after, PAGE).await;
            let mut inside = self.inside();
            let stretch = match stretch {
                Ok(stretch) if stretch.upto > after => stretch,
                // Spoken of while we were looking: look again.
                Ok(_) if inside.wanted > wanted => continue,
                Ok(_) => {
                    inside.is_reading = false;
                    return;
                }
                Err(error) => {
                    inside.is_reading = false;
                    drop(inside);
                    error.tell();
                    return;
                }
            };
            inside.recent.add(stretch);
            let position = inside.recent.position();
            inside.is_reading = position < inside.wanted;
            let is_done = !inside.is_reading;
            drop(inside);
            self.head.send_modify(|head| head.position = position);
            if is_done {
                return;
            }
        }
    }

    fn missing(&self) -> (i64, i64) {
        let inside = self.inside();
        (inside.recent.position(), inside.wanted)
    }

    /// Notes who is there. More than can be named are a crowd, whose comings and goings would keep everybody's line busy.
    pub fn set_members(&self, mut members: Vec<MemberId>) {
        members.sort_unstable();
        members.truncate(NAMED);
        let mut inside = self.inside();
        if inside.members.as_ref() == Some(&members) {
            return;
        }
        inside.members = Some(members);
        inside.presence = None;
        drop(inside);
        self.head.send_modify(|head| head.presence += 1);
    }

    /// Who is there, as a message for somebody who has come as far as `upto`.
    pub fn presence(&self, upto: i64) -> Option<Utf8Bytes> {
        let mut inside = self.inside();
        if let Some((known, message)) = &inside.presence
            && *known == upto
        {
            return Some(message.clone());
        }
        let members = inside.members.clone()?;
        let message = message(upto, Body::Presence { members });
        inside.presence = Some((upto, message.clone()));
        Some(message)
    }
}
