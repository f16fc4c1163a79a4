//! The door for the program's own work in a tenant: reading its feed for the room.

use model::ids::TenantId;
use sqlx::PgConnection;

use super::connection::{Opened, PooledConn};
use crate::error::Result;

/// A transaction that reads in one tenant on nobody's behalf. Never part of a person's call.
pub(crate) struct SystemTx<'c> {
    opened: Opened<'c>,
    tenant: TenantId,
}

impl<'c> SystemTx<'c> {
    pub async fn open(conn: &'c mut PooledConn, tenant: TenantId) -> Result<Self> {
        conn.open(format!("BEGIN READ ONLY; SELECT control.open_system('{tenant}')")).await?;
        Ok(Self { opened: conn.opened(), tenant })
    }

    /// The tenant: every statement says so.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Where statements go.
    pub fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }
}
