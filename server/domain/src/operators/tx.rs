//! Statements over several organizations: under a database role of their own, and never without a trace.

use std::marker::PhantomData;

use model::AppError;
use model::ids::{OperatorId, OperatorSessionId};
use model::operators::OperatorView;
use model::permission::{PlatformPermission, PlatformPermit};
use sqlx::PgConnection;

use super::OperatorRole;
use crate::access::{Caller, Db, Opened, PooledConn, Visitor, record_platform};
use crate::audit::Entry;
use crate::error::{Error, Result};
use crate::random::token_hash;

/// A back-office account with a session.
#[derive(Clone)]
pub struct Operator {
    db: Db,
    caller: Caller,
    id: OperatorId,
    version: i64,
    session: OperatorSessionId,
    role: OperatorRole,
    name: String,
    email: String,
}

impl Operator {
    /// The operator whose session this is. A session ends after an hour without a call.
    pub async fn authenticate(visitor: &Visitor) -> Result<Self> {
        let token = visitor.operator_session.as_ref().ok_or(AppError::Unauthenticated)?;
        let row = sqlx::query!(
            r#"UPDATE control.operator_sessions s SET last_seen_at = now()
            FROM control.operators o
            WHERE s.token_hash = $1 AND o.id = s.operator_id AND s.ended_at IS NULL AND s.expires_at > now()
                AND s.last_seen_at > now() - interval '1 hour'
            RETURNING o.id AS "id: OperatorId", o.version, s.id AS "session: OperatorSessionId", o.role, o.name, o.email"#,
            &token_hash(&token.0)[..]
        )
        .fetch_optional(visitor.db.operator_lookups())
        .await?
        .ok_or(AppError::Unauthenticated)?;
        let role = OperatorRole::from_name(&row.role);
        let role = role.ok_or_else(|| Error::Fault(format!("an operator's role is unknown: {}", row.role)))?;
        let (db, caller) = (visitor.db.clone(), visitor.caller.clone());
        let (id, version, session) = (row.id, row.version, row.session);
        Ok(Self { db, caller, id, version, session, role, name: row.name, email: row.email })
    }

    /// Borrows a connection for what concerns all organizations.
    pub(super) async fn connect(&self) -> Result<PooledConn> {
        self.db.connect_as_operator().await
    }

    /// Opens a transaction over all organizations, under permission `P`.
    pub(super) async fn begin<'c, P: PlatformPermit>(&'c self, conn: &'c mut PooledConn) -> Result<OperatorTx<'c, P>> {
        self.require::<P>()?;
        conn.open("BEGIN".to_owned()).await?;
        Ok(OperatorTx { opened: conn.opened(), operator: self, permit: PhantomData })
    }

    /// Refuses what the role does not allow.
    pub(crate) fn require<P: PlatformPermit>(&self) -> Result<(), AppError> {
        if self.role.allows(P::PERMISSION) {
            Ok(())
        } else {
            Err(AppError::PermissionDenied { required: P::PERMISSION.into() })
        }
    }

    /// The databases.
    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// From where the call comes.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Which operator.
    pub(crate) fn id(&self) -> OperatorId {
        self.id
    }

    /// As of when: another role or password is another version.
    pub(crate) fn version(&self) -> i64 {
        self.version
    }

    /// Which session.
    pub(crate) fn session(&self) -> OperatorSessionId {
        self.session
    }

    /// The operator's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The operator's e-mail address.
    pub(super) fn email(&self) -> &str {
        &self.email
    }

    pub(super) fn view(&self) -> OperatorView {
        let allowed = PlatformPermission::ALL.iter().copied().filter(|permission| self.role.allows(*permission));
        OperatorView { name: self.name.clone(), email: self.email.clone(), permissions: allowed.collect() }
    }
}

/// A transaction over all organizations. Dropped, it is rolled back.
pub(super) struct OperatorTx<'c, P> {
    opened: Opened<'c>,
    operator: &'c Operator,
    permit: PhantomData<P>,
}

impl<P> OperatorTx<'_, P> {
    /// Where statements go.
    pub fn sql(&mut self) -> &mut PgConnection {
        self.opened.sql()
    }

    /// Ends it with an entry in the platform's log: what was looked at is known, too. Whoever was signed out while it
    /// waited for its turn, or is another operator by now, does it no more.
    pub async fn finish(mut self, action: &'static str, details: serde_json::Value) -> Result<()> {
        let Operator { caller, id, version, session, .. } = self.operator;
        let entry = Entry { action, resource: (*id).into(), details };
        record_platform(self.opened.sql(), None, caller, &entry).await?;
        let holds = sqlx::query_scalar!(
            "SELECT 1 FROM control.operator_sessions s JOIN control.operators o ON o.id = s.operator_id
            WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > now() AND o.version = $2",
            session.0,
            *version
        );
        if holds.fetch_optional(self.opened.sql()).await?.is_none() {
            return Err(AppError::Unauthenticated.into());
        }
        Ok(self.opened.commit().await?)
    }
}
