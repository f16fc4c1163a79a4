//! Reading in a tenant by either door: a member's, or an operator's.
//!
//! Which of the two is decided once, by the [`Entrance`] that the call names, and the session is chosen by it: a member's
//! session never opens the operators' door, nor an operator's the members'.

use model::entrance::Entrance;
use model::ids::{PublicId, TenantId};
use model::operators::REASON;
use model::permission::{OPERATORS_MAY, PermissionSet, Permit, platform_tenant};
use model::text::Reason;
use model::{AppError, Code};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use tracing::Span;
use uuid::Uuid;

use super::actor::{Actor, Visitor};
use super::connection::{PooledConn, is_stale};
use super::permissions::require;
use super::read_tx::ReadTx;
use super::tenant_tx::{Membership, TenantConn};
use crate::audit::{AuditEntry, By, Entry};
use crate::error::{Error, Result};
use crate::operators::Operator;

/// Whether operators may enter an organization just so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperatorAccess {
    /// They may; it is logged.
    #[default]
    Open,
    /// They say why, once in a session for each organization; that is logged too.
    WithReason,
}

/// Somebody who reads in an organization.
#[derive(Clone)]
pub enum Reader {
    /// By a member's session.
    Member(Actor),
    /// By an operator's.
    Operator(Operator),
}

impl From<&Actor> for Reader {
    fn from(actor: &Actor) -> Self {
        Self::Member(actor.clone())
    }
}

impl From<&Operator> for Reader {
    fn from(operator: &Operator) -> Self {
        Self::Operator(operator.clone())
    }
}

impl Visitor {
    /// Recognizes whoever comes by this entrance, by the session that belongs to it, and carries the call out to its end.
    pub async fn as_reader<T, F>(
        self,
        entrance: Entrance,
        call: impl FnOnce(Reader, PublicId) -> F + Send + 'static,
    ) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let db = self.db.clone();
        db.run(async move {
            let (reader, tenant) = match entrance {
                Entrance::Member(tenant) => (Reader::Member(self.authenticate().await?), tenant),
                Entrance::Operator(tenant) => (Reader::Operator(Operator::authenticate(&self).await?), tenant),
            };
            call(reader, tenant).await
        })
        .await
    }
}

impl Reader {
    /// Goes into a tenant, and borrows a connection there.
    pub(crate) async fn enter(&self, tenant: &PublicId) -> Result<ReadConn> {
        match self {
            Self::Member(actor) => Ok(ReadConn::Member(actor.enter(tenant).await?.connect().await?)),
            Self::Operator(operator) => Ok(ReadConn::Operator(operator.enter(tenant, None).await?)),
        }
    }
}

/// A connection of somebody who reads.
pub(crate) enum ReadConn {
    Member(TenantConn),
    Operator(OperatorConn),
}

impl ReadConn {
    /// Opens a transaction that only reads, under permission `P`.
    pub async fn read<P: Permit>(&mut self) -> Result<ReadTx<'_, P>> {
        match self {
            Self::Member(conn) => Ok(conn.read().await?.into_read()),
            Self::Operator(conn) => conn.read().await,
        }
    }
}

impl Operator {
    /// Goes into a tenant, to look. The first time in a session it is written into the platform's log and the tenant's,
    /// with the reason; where the deployment wants one, nobody gets in without it.
    pub(crate) async fn enter(&self, tenant: &PublicId, reason: Option<Reason>) -> Result<OperatorConn> {
        self.require::<platform_tenant::Enter>()?;
        // The application's login: the policies that bind members bind operators too.
        let mut conn = self.db().connect().await?;
        let access = OperatorScope::load(self, tenant, reason, conn.idle()).await?;
        Span::current().record("tenant", tracing::field::display(tenant));
        Ok(OperatorConn { operator: self.clone(), public_id: tenant.clone(), access, conn })
    }
}

/// The tenant that an operator is in, and the version by which that is remembered for this call.
struct OperatorScope {
    tenant: TenantId,
    access_version: i64,
}

impl OperatorScope {
    async fn load(
        operator: &Operator,
        tenant: &PublicId,
        reason: Option<Reason>,
        conn: &mut PgConnection,
    ) -> Result<Self> {
        let details = json!({ "operator": operator.name(), "operator_id": operator.id(), "reason": reason });
        // Which tenant, the function finds.
        let entered = Entry { action: "tenant.entered_by_operator", resource: Uuid::nil(), details };
        let row = sqlx::query!(
            r#"SELECT tenant_id AS "tenant: TenantId", access_version, is_let_in AS "is_let_in!"
            FROM control.enter_as_operator($1, $2, $3, $4, $5, $6)"#,
            operator.session().0,
            operator.version(),
            tenant.as_str(),
            reason.as_ref().map(Reason::as_str),
            operator.db().operator_access() == OperatorAccess::WithReason,
            Json(AuditEntry::new(&entered, By::person(None, operator.caller()))) as _
        );
        let row = row.fetch_optional(conn).await.map_err(told_if_stale)?.ok_or(AppError::Unauthenticated)?;
        let (Some(tenant), Some(access_version)) = (row.tenant, row.access_version) else {
            return Err(AppError::NotFound.into());
        };
        if row.is_let_in {
            Ok(Self { tenant, access_version })
        } else {
            Err(AppError::invalid(REASON, Code::Required).into())
        }
    }
}

/// A connection of an operator inside a tenant. It opens transactions that read, and no others.
pub(crate) struct OperatorConn {
    operator: Operator,
    public_id: PublicId,
    access: OperatorScope,
    conn: PooledConn,
}

impl OperatorConn {
    /// Opens a transaction under permission `P`, if it is one of those that operators have.
    pub async fn read<P: Permit>(&mut self) -> Result<ReadTx<'_, P>> {
        require(may(), P::PERMISSION)?;
        self.open("BEGIN READ ONLY").await
    }

    /// Opens a transaction that reads what everybody may who is inside, all of it of one moment.
    pub async fn read_as_visitor(&mut self) -> Result<ReadTx<'_, Membership>> {
        self.open("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// The statement proves that session, role and tenant are still what they were when the call began. If one is not,
    /// asking once more says which.
    async fn open<P>(&mut self, mode: &str) -> Result<ReadTx<'_, P>> {
        for _ in 0..2 {
            let (session, version) = (self.operator.session(), self.operator.version());
            let OperatorScope { tenant, access_version } = self.access;
            let statement = format!(
                "{mode}; SELECT control.open_tenant_as_operator('{tenant}', '{session}', {version}, {access_version})"
            );
            match self.conn.open(statement).await {
                Ok(()) => return Ok(ReadTx::new(self.conn.opened(), tenant, None, may())),
                Err(error) if is_stale(&error) => {
                    self.access = OperatorScope::load(&self.operator, &self.public_id, None, self.conn.idle()).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Unavailable.into())
    }
}

fn may() -> PermissionSet {
    OPERATORS_MAY.iter().copied().collect()
}

/// The operator's role has changed in this moment: the next call is decided by the new one.
fn told_if_stale(error: sqlx::Error) -> Error {
    if is_stale(&error) { AppError::Unavailable.into() } else { error.into() }
}
