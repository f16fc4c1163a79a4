//! Deletes what has been over for long enough, beside serving. Of several processes one at a time does it.

use std::time::Duration;

use domain::access::Db;
use domain::retention::delete_expired;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_hours(1);

/// At the start and once an hour, until `stop` is sent or dropped.
pub async fn run(db: Db, mut stop: oneshot::Receiver<()>) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = &mut stop => return,
            _ = hours.tick() => (),
        }
        match delete_expired(&db).await {
            Ok(rows) => tracing::info!(rows, "what was over for long enough was deleted"),
            Err(error) => {
                // Whatever the database's trouble is, it is said in the log; the rows wait.
                error.tell();
            }
        }
    }
}
