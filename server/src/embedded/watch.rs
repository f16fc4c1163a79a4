//! Watching over the cluster: killed, or ended by itself, it is started again while the program goes on.
//!
//! Until it is back, calls are answered by "out of order for a moment" (503): a refused connection is an outage like any
//! other. What was acknowledged is in its log; PostgreSQL recovers it when it starts.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::cluster::Cluster;
use super::{Embedded, EmbeddedError};

/// Between two looks at the postmaster. It need not be a child of ours, so nobody tells us that it ended.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is started in vain.
const TRIES: u32 = 6;
/// Before the second try; twice as long before each further one.
const PAUSE: Duration = Duration::from_millis(200);

impl Embedded {
    /// Returns when the cluster has ended and cannot be started any more, and else never. Another process' cluster is that
    /// one's to watch over.
    pub async fn watch_over(&self) -> EmbeddedError {
        while self.is_ours() {
            self.end().await;
            let begin = Instant::now();
            tracing::error!(folder = %self.folder().display(), "the embedded database has ended: starting it again");
            if let Err(error) = self.start_again().await {
                return error;
            }
            let ms = begin.elapsed().as_millis();
            tracing::info!(ms, "the embedded database is back");
        }
        std::future::pending().await
    }

    async fn end(&self) {
        let Some(postmaster) = self.cluster.postmaster() else { return };
        while postmaster.is_running() {
            sleep(LOOK).await;
        }
    }

    async fn start_again(&self) -> Result<(), EmbeddedError> {
        let mut tries = 1;
        loop {
            match self.in_turn(Cluster::start).await {
                Ok(()) => return Ok(()),
                Err(last) if tries == TRIES => return Err(EmbeddedError::Lost { tries, last: Box::new(last) }),
                Err(error) => tracing::warn!(tries, %error, "the embedded database does not start: trying again"),
            }
            sleep(PAUSE * 2_u32.pow(tries - 1)).await;
            tries += 1;
        }
    }
}
