//! Announcements: this process' changes go to its rooms and to the other processes, theirs come here.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::access::Wake;
use domain::live::{Heard, Wakes, notify};
use model::ids::{SessionId, TenantId};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep, timeout_at};

use super::Hub;

/// Announcements on their way to other processes: of a feed only the last number is worth saying.
#[derive(Debug, Default)]
struct Batch {
    feeds: HashMap<TenantId, i64>,
    sessions: HashSet<SessionId>,
}

impl Batch {
    fn add(&mut self, wake: Wake) {
        match wake {
            Wake::Feed(tenant, number) => {
                let last = self.feeds.entry(tenant).or_insert(number);
                *last = number.max(*last);
            }
            Wake::Session(session) => drop(self.sessions.insert(session)),
        }
    }

    fn into_wakes(self) -> Vec<Wake> {
        let feeds = self.feeds.into_iter().map(|(tenant, number)| Wake::Feed(tenant, number));
        feeds.chain(self.sessions.into_iter().map(Wake::Session)).collect()
    }
}

/// Passes this process' changes on: to its own rooms at once, to the others in batches.
pub async fn own(hub: Hub, mut changes: Receiver<Wake>) {
    loop {
        let mut batch = Batch::default();
        let mut wake = changes.recv().await;
        let end = Instant::now() + hub.0.pace.gather;
        loop {
            match wake {
                Ok(wake) => {
                    hub.heard(wake);
                    batch.add(wake);
                }
                // Too many at once: the tables have them all.
                Err(RecvError::Lagged(_)) => hub.0.look_now.notify_one(),
                Err(RecvError::Closed) => return,
            }
            match timeout_at(end, changes.recv()).await {
                Ok(next) => wake = next,
                Err(_) => break,
            }
        }
        // What is not said is seen by the others' next look.
        if let Err(error) = notify(&hub.0.db, &batch.into_wakes()).await {
            error.tell();
        }
    }
}

/// Listens to other processes. While the line is broken, looks at the tables do.
pub async fn others(hub: Hub) {
    const LONGEST: Duration = Duration::from_secs(5);
    let mut pause = Duration::from_millis(100);
    loop {
        match Wakes::listen(&hub.0.db).await {
            Ok(mut wakes) => {
                pause = Duration::from_millis(100);
                hub.0.look_now.notify_one();
                loop {
                    match wakes.next().await {
                        Ok(Heard::Wake(wake)) => hub.heard(wake),
                        Ok(Heard::Missed) => hub.0.look_now.notify_one(),
                        Err(error) => break drop(error.tell()),
                    }
                }
            }
            Err(error) => drop(error.tell()),
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_batch_says_of_each_feed_how_far_it_has_come_and_of_each_session_that_it_changed() {
        let (tenant, session) = (TenantId(Uuid::nil()), SessionId(Uuid::nil()));
        let mut batch = Batch::default();
        for wake in [Wake::Feed(tenant, 2), Wake::Session(session), Wake::Feed(tenant, 1), Wake::Session(session)] {
            batch.add(wake);
        }
        assert_eq!(batch.into_wakes(), [Wake::Feed(tenant, 2), Wake::Session(session)]);
    }
}
