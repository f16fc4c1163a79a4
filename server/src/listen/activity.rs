//! Whether a connection has a request at work, from its head to the last byte of its answer.

use std::time::Duration;

use tokio::sync::watch;

#[derive(Debug, Clone, Copy, Default)]
struct Requests {
    running: usize,
    begun: u64,
}

/// The requests of one connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Activity(watch::Sender<Requests>);

/// One request at work; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Running(watch::Sender<Requests>);

impl Activity {
    pub(super) fn begin(&self) -> Running {
        self.0.send_modify(|requests| {
            requests.running += 1;
            requests.begun += 1;
        });
        Running(self.0.clone())
    }

    /// Returns when no request was at work for this long.
    pub(super) async fn idle_for(&self, time: Duration) {
        let mut requests = self.0.subscribe();
        loop {
            let Ok(begun) = requests.wait_for(|requests| requests.running == 0).await.map(|requests| requests.begun)
            else {
                return;
            };
            if tokio::time::timeout(time, requests.wait_for(|requests| requests.begun != begun)).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|requests| requests.running -= 1);
    }
}
