//! Who is there. Comings and goings of all rooms are written together, and all connections again now and then, so that
//! those of a process that died run out.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::time::Duration;

use domain::live::{Connection, drop_presence, keep_presence, who_is_there};
use domain::{Error, Result};
use model::ids::TenantId;
use tokio::sync::Notify;
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep};

use super::{Hub, lock};

/// For how long comings and goings are gathered.
const GATHER: Duration = Duration::from_millis(20);

/// Comings and goings that are not written yet.
#[derive(Debug, Default)]
pub struct Queue {
    pending: Mutex<Pending>,
    is_filled: Notify,
}

#[derive(Debug, Default)]
struct Pending {
    joined: HashSet<Connection>,
    left: HashSet<Connection>,
}

impl Queue {
    pub fn joined(&self, connection: Connection) {
        lock(&self.pending).joined.insert(connection);
        self.is_filled.notify_one();
    }

    /// Nobody comes twice as the same connection, so who has left has left, written before or not.
    pub fn left(&self, connection: Connection) {
        let mut pending = lock(&self.pending);
        if !pending.joined.remove(&connection) {
            pending.left.insert(connection);
        }
        drop(pending);
        self.is_filled.notify_one();
    }

    fn take(&self) -> Pending {
        std::mem::take(&mut *lock(&self.pending))
    }
}

/// Writes and reads presence until the hub stops; then says goodbye for everybody.
pub async fn keep(hub: Hub) {
    let pace = &hub.0.pace;
    let mut look = interval(pace.look);
    let mut keep = interval_at(Instant::now() + pace.keep, pace.keep);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    keep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let queue = &hub.0.presence;
    loop {
        let done = tokio::select! {
            biased;
            () = hub.stopped() => break,
            () = queue.is_filled.notified() => {
                sleep(GATHER).await;
                write(&hub, queue.take()).await
            }
            _ = keep.tick() => keep_presence(&hub.0.db, &connections(&hub)).await,
            _ = look.tick() => show(&hub, tenants(&hub)).await,
        };
        if let Err(error) = done {
            Error::tell(error);
        }
    }
    let left = connections(&hub).into_iter().chain(queue.take().left).collect::<Vec<_>>();
    if !left.is_empty()
        && let Err(error) = drop_presence(&hub.0.db, &left).await
    {
        Error::tell(error);
    }
}

async fn write(hub: &Hub, pending: Pending) -> Result<()> {
    let Pending { joined, left } = pending;
    let changed: HashSet<_> = joined.iter().chain(&left).map(|connection| connection.tenant).collect();
    if !left.is_empty() {
        drop_presence(&hub.0.db, &left.into_iter().collect::<Vec<_>>()).await?;
    }
    if !joined.is_empty() {
        keep_presence(&hub.0.db, &joined.into_iter().collect::<Vec<_>>()).await?;
    }
    show(hub, changed.into_iter().collect()).await
}

/// Tells the rooms of these tenants who is there.
async fn show(hub: &Hub, tenants: Vec<TenantId>) -> Result<()> {
    if tenants.is_empty() {
        return Ok(());
    }
    let mut there: HashMap<_, _> = who_is_there(&hub.0.db, &tenants).await?.into_iter().collect();
    for tenant in tenants {
        if let Some(room) = hub.room(tenant) {
            room.set_members(there.remove(&tenant).unwrap_or_default());
        }
    }
    Ok(())
}

fn tenants(hub: &Hub) -> Vec<TenantId> {
    hub.rooms().iter().map(|room| room.tenant).collect()
}

fn connections(hub: &Hub) -> Vec<Connection> {
    let all = hub.rooms().into_iter().flat_map(|room| room.subscribers());
    all.map(|subscriber| subscriber.connection).collect()
}
