//! When sessions were last in use: gathered in memory by each call, and written now and then for all of them together.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::ids::{MemberId, SessionId, TenantId};
use uuid::Uuid;

use super::db::Db;
use crate::error::Result;

/// The sessions that were in use since this was last written, and the members who were active.
#[derive(Default)]
pub(super) struct LastSeen(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    sessions: HashSet<SessionId>,
    members: HashSet<(TenantId, MemberId)>,
}

impl LastSeen {
    pub fn note(&self, session: SessionId) {
        self.lock().sessions.insert(session);
    }

    /// The member did something in the tenant.
    pub fn note_member(&self, tenant: TenantId, member: MemberId) {
        self.lock().members.insert((tenant, member));
    }

    fn take(&self) -> Seen {
        std::mem::take(&mut *self.lock())
    }

    /// Adds what was taken to what has been noted since.
    fn put_back(&self, seen: Seen) {
        let mut now = self.lock();
        now.sessions.extend(seen.sessions);
        now.members.extend(seen.members);
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Db {
    /// Writes which sessions and members this process has seen since the last time. However often it is called, each is
    /// written once a minute at most. What cannot be written now is written the next time.
    pub async fn keep_last_seen(&self) -> Result<()> {
        let seen = self.last_seen().take();
        let written = self.write_last_seen(&seen).await;
        if written.is_err() {
            self.last_seen().put_back(seen);
        }
        written
    }

    async fn write_last_seen(&self, seen: &Seen) -> Result<()> {
        if !seen.sessions.is_empty() {
            let sessions: Vec<Uuid> = seen.sessions.iter().copied().map(Into::into).collect();
            sqlx::query!("SELECT control.keep_last_seen($1)", &sessions).execute(self.lookups()).await?;
        }
        if !seen.members.is_empty() {
            let (tenants, members): (Vec<Uuid>, Vec<Uuid>) =
                seen.members.iter().map(|(tenant, member)| (tenant.0, member.0)).unzip();
            sqlx::query!("SELECT control.keep_members_seen($1, $2)", &tenants, &members)
                .execute(self.lookups())
                .await?;
        }
        Ok(())
    }
}
