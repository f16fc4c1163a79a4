//! When sessions were last in use: gathered in memory by each call, and written now and then for all of them together.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::ids::SessionId;
use uuid::Uuid;

use super::db::Db;
use crate::error::Result;

/// The sessions that were in use since this was last written.
#[derive(Default)]
pub(super) struct LastSeen(Mutex<HashSet<SessionId>>);

impl LastSeen {
    pub fn note(&self, session: SessionId) {
        self.lock().insert(session);
    }

    fn take(&self) -> HashSet<SessionId> {
        std::mem::take(&mut *self.lock())
    }

    /// Adds what was taken to what has been noted since.
    fn put_back(&self, seen: HashSet<SessionId>) {
        self.lock().extend(seen);
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<SessionId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Db {
    /// Writes which sessions this process has seen since the last time. However often it is called, a session is written
    /// once a minute at most. What cannot be written now is written the next time.
    pub async fn keep_last_seen(&self) -> Result<()> {
        let seen = self.last_seen().take();
        if seen.is_empty() {
            return Ok(());
        }
        let sessions: Vec<Uuid> = seen.iter().copied().map(Into::into).collect();
        let written = sqlx::query!("SELECT control.keep_last_seen($1)", &sessions).execute(self.lookups()).await;
        if written.is_err() {
            self.last_seen().put_back(seen);
        }
        written?;
        Ok(())
    }
}
