//! When sessions were last in use: gathered in memory by each call, and written now and then for all of them together.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use model::ids::SessionId;
use uuid::Uuid;

use super::db::Db;
use crate::error::Result;

/// The sessions that were in use since this was last written.
#[derive(Default)]
pub(super) struct LastSeen(Mutex<HashSet<SessionId>>);

impl LastSeen {
    pub fn note(&self, session: SessionId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(session);
    }

    fn take(&self) -> Vec<Uuid> {
        let seen = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        seen.into_iter().map(Into::into).collect()
    }
}

impl Db {
    /// Writes which sessions this process has seen since the last time. However often it is called, a session is written
    /// once a minute at most.
    pub async fn keep_last_seen(&self) -> Result<()> {
        let seen = self.last_seen().take();
        if !seen.is_empty() {
            sqlx::query!("SELECT control.keep_last_seen($1)", &seen).execute(self.lookups()).await?;
        }
        Ok(())
    }
}
