//! Writes once a minute, and at the end, which sessions were in use: calls only take a note of it.

use std::time::Duration;

use domain::Error;
use domain::access::Db;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

/// Goes on until it is told to stop, or nobody is left who could.
pub async fn keep(db: Db, mut stop: oneshot::Receiver<()>) {
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let stopping = tokio::select! {
            _ = &mut stop => true,
            _ = tick.tick() => false,
        };
        if let Err(error) = db.keep_last_seen().await {
            Error::tell(error);
        }
        if stopping {
            return;
        }
    }
}
