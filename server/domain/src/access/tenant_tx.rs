//! Inside a tenant: the scope, its connection, and the transaction that a feature's SQL needs.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use model::ids::{MemberId, PublicId, TenantId, UserId};
use model::live::EventKind;
use model::permission::{Permission, Permit};
use model::{AppError, Code};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::actor::{Actor, load_session};
use super::cache::{Access, AccessKey};
use super::connection::{PooledConn, is_stale};
use super::db::Wake;
use super::permissions::{effective, require};
use super::read_tx::ReadTx;
use crate::audit::{AuditEntry, By, Change, Entry};
use crate::error::{ConstraintExt as _, Error, Result};

/// An actor inside a tenant that exists, is active, and has the actor as a member.
pub struct TenantScope {
    actor: Actor,
    access: Arc<Access>,
    /// Whether `access` was read for this call and not remembered from an earlier one.
    fresh: bool,
}

impl TenantScope {
    pub(super) async fn enter(actor: Actor, tenant: &PublicId) -> Result<Self> {
        let key = AccessKey { session: actor.session.id, tenant: tenant.clone() };
        let remembered = actor.db.cache().access.get(&key).await;
        // Of another version, it may have been learnt by another token of the same session.
        if let Some(access) = remembered.filter(|access| access.session_version == actor.session.version) {
            return Ok(Self { actor, access, fresh: false });
        }
        let mut conn = actor.db.connect().await?;
        let access = load(&actor, tenant, conn.idle()).await?;
        Ok(Self { actor, access, fresh: true })
    }

    /// Borrows a connection for this scope.
    pub async fn connect(self) -> Result<TenantConn> {
        let conn = self.actor.db.connect().await?;
        Ok(TenantConn { scope: self, conn })
    }
}

/// Reads what the actor may do in the tenant, and remembers it. The same statement writes the first entry of a session
/// into the tenant's log, so that nobody has access who is not in it.
///
/// The session is known by its id here; a token that it had before opens nothing.
async fn load(actor: &Actor, tenant: &PublicId, conn: &mut PgConnection) -> Result<Arc<Access>> {
    let key = AccessKey { session: actor.session.id, tenant: tenant.clone() };
    let cache = actor.db.cache();
    let by = By { session: Some(actor.session.id), ..By::person(Some(actor.session.user), &actor.caller) };
    // Which tenant and member, the function finds.
    let entered = Entry { action: "tenant.entered", resource: Uuid::nil(), details: json!({}) };
    let row = sqlx::query!(
        r#"SELECT session_version AS "session_version!", user_version AS "user_version!", user_id AS "user_id!: UserId",
            tenant_id AS "tenant_id: TenantId", member_id AS "member_id: MemberId", member_version, access_version,
            grants_all AS "grants_all!", permissions AS "permissions!"
        FROM control.enter($1, $2, $3)"#,
        actor.session.id.0,
        tenant.as_str(),
        Json(AuditEntry::new(&entered, by)) as _
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else {
        cache.sessions.invalidate(&actor.session.token_hash).await;
        cache.access.invalidate(&key).await;
        return Err(AppError::Unauthenticated.into());
    };
    if row.session_version != actor.session.version {
        load_session(&actor.db, conn, actor.session.token_hash).await?;
    }
    let (Some(tenant_id), Some(member), Some(member_version), Some(access_version)) =
        (row.tenant_id, row.member_id, row.member_version, row.access_version)
    else {
        cache.access.invalidate(&key).await;
        return Err(AppError::NotFound.into());
    };
    let access = Arc::new(Access {
        tenant: tenant_id,
        public_id: tenant.clone(),
        member,
        user: row.user_id,
        permissions: effective(row.grants_all, row.permissions),
        session: actor.session.id,
        session_version: row.session_version,
        user_version: row.user_version,
        member_version,
        access_version,
    });
    cache.access.insert(key, access.clone()).await;
    Ok(access)
}

/// A connection of a scope. Each transaction that it opens asks anew whether the scope still holds.
pub struct TenantConn {
    scope: TenantScope,
    conn: PooledConn,
}

impl TenantConn {
    /// How often access may change while a transaction is being opened before the call is told to come back.
    const ATTEMPTS: usize = 8;

    /// Opens a transaction that may write, under permission `P`.
    pub async fn begin<P: Permit>(&mut self) -> Result<TenantTx<'_, P>> {
        self.open("BEGIN", Some(P::PERMISSION)).await?;
        Ok(self.transaction())
    }

    /// Opens a transaction that only reads, under permission `P`.
    pub async fn read<P: Permit>(&mut self) -> Result<TenantTx<'_, P>> {
        self.open("BEGIN READ ONLY", Some(P::PERMISSION)).await?;
        Ok(self.transaction())
    }

    /// Opens a transaction that only reads what every member may: that the tenant is there, and oneself in it. All that
    /// it reads, the permissions too, is of one moment: a feed's position read in it says which changes they include.
    pub(crate) async fn read_as_member(&mut self) -> Result<TenantTx<'_, Membership>> {
        self.open("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", None).await?;
        Ok(self.transaction())
    }

    /// Opens a transaction in which a member changes the own membership, whatever it may do besides.
    pub(crate) async fn begin_as_member(&mut self) -> Result<TenantTx<'_, Membership>> {
        self.open("BEGIN", None).await?;
        Ok(self.transaction())
    }

    fn transaction<P>(&mut self) -> TenantTx<'_, P> {
        let Access { tenant, member, permissions, .. } = *self.scope.access;
        TenantTx { read: ReadTx::new(self.conn.opened(), tenant, Some(member), permissions), scope: &self.scope }
    }

    async fn open(&mut self, mode: &str, permission: Option<Permission>) -> Result<()> {
        for _ in 0..Self::ATTEMPTS {
            // A remembered "no" may be as old as a remembered "yes".
            let denied = permission.map(|permission| require(self.scope.access.permissions, permission));
            if let Some(Err(denied)) = denied {
                if self.scope.fresh {
                    return Err(denied.into());
                }
                self.reload().await?;
                continue;
            }
            let Access { tenant, member, session, .. } = *self.scope.access;
            let Access { session_version, user_version, member_version, access_version, .. } = *self.scope.access;
            let statement = format!(
                "{mode}; SELECT control.open_tenant('{tenant}', '{member}', '{session}', {session_version}, \
                 {user_version}, {member_version}, {access_version})"
            );
            match self.conn.open(statement).await {
                Ok(()) => {
                    self.scope.actor.db.last_seen().note_member(tenant, member);
                    return Ok(());
                }
                Err(error) if is_stale(&error) => self.reload().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Unavailable.into())
    }

    async fn reload(&mut self) -> Result<()> {
        self.scope.access = load(&self.scope.actor, &self.scope.access.public_id, self.conn.idle()).await?;
        self.scope.fresh = true;
        Ok(())
    }
}

/// What every member may: be there.
pub(crate) struct Membership;

/// A transaction of a member in one tenant, under permission `P`. Dropped, it changes nothing. It reads as a [`ReadTx`]
/// does, and alone of the two it can be committed.
pub struct TenantTx<'c, P> {
    read: ReadTx<'c, P>,
    scope: &'c TenantScope,
}

impl<'c, P> TenantTx<'c, P> {
    /// The member who calls.
    pub(crate) fn member(&self) -> MemberId {
        self.scope.access.member
    }

    /// Checks one more permission, and lends the same transaction under it.
    pub fn also<Q: Permit>(&mut self) -> Result<Lent<'_, Q>> {
        require(self.scope.access.permissions, Q::PERMISSION)?;
        Ok(Lent(TenantTx { read: self.read.lend(), scope: self.scope }))
    }

    /// The same as the other door has it: what takes this can change nothing.
    pub(super) fn into_read(self) -> ReadTx<'c, P> {
        self.read
    }
}

impl<'c, P> Deref for TenantTx<'c, P> {
    type Target = ReadTx<'c, P>;

    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl<P> DerefMut for TenantTx<'_, P> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

impl<P: Permit> TenantTx<'_, P> {
    /// Makes the change last: its audit entries and its event are the transaction's last words, so that a change that
    /// cannot be audited does not happen. Nor does one whose member was removed or has lost the permission meanwhile.
    pub(crate) async fn commit(self, change: Change) -> Result<()> {
        self.commit_under(Some(P::PERMISSION), change).await
    }
}

impl TenantTx<'_, Membership> {
    /// The same for a change of the caller's own membership, which takes no permission; a transaction that has not
    /// changed it is refused.
    pub(crate) async fn commit_own(self, change: Change) -> Result<()> {
        self.commit_under(None, change).await
    }
}

impl<P> TenantTx<'_, P> {
    async fn commit_under(mut self, permission: Option<Permission>, change: Change) -> Result<()> {
        let Access { tenant, user, member, session, .. } = *self.scope.access;
        let Actor { db, caller, .. } = &self.scope.actor;
        let by = By { user: Some(user), member: Some(member), session: Some(session), caller };
        let number = sqlx::query_scalar!(
            r#"SELECT control.commit_as_member($1, $2, $3, $4, $5, $6) AS "number!""#,
            session.0,
            member.0,
            // Nobody holds the one without a name.
            permission.map_or("", Permission::as_str),
            change.kind.map(EventKind::as_str),
            &change.ids,
            Json(change.entries_by(by)) as _
        );
        let number = match number.fetch_one(self.read.sql()).await {
            Err(error) if is_stale(&error) => return Err(self.refusal(permission).await),
            number => number.on_constraint("last_admin", AppError::Conflict { reason: Code::LastAdmin })?,
        };
        self.read.into_opened().commit().await?;
        db.wake(Wake::Feed(tenant, number));
        Ok(())
    }

    /// What the call would be told if it were made now.
    async fn refusal(self, permission: Option<Permission>) -> Error {
        let TenantScope { actor, access, .. } = self.scope;
        let mut opened = self.read.into_opened();
        let now = match opened.roll_back().await {
            Ok(()) => load(actor, &access.public_id, opened.sql()).await,
            Err(error) => Err(error.into()),
        };
        let allowed = |access: Arc<Access>| match permission {
            Some(permission) => Ok(require(access.permissions, permission)?),
            None => Ok(()),
        };
        match now.and_then(allowed) {
            Err(refusal) => refusal,
            // The right is back by now.
            Ok(()) => AppError::Unavailable.into(),
        }
    }
}

/// The last statement of a change to a tenant by somebody who is no member yet.
pub(super) async fn commit_changes(sql: &mut PgConnection, change: &Change, by: By<'_>) -> Result<i64> {
    let number = sqlx::query_scalar!(
        r#"SELECT control.commit_changes($1, $2, $3) AS "number!""#,
        change.kind.map(EventKind::as_str),
        &change.ids,
        Json(change.entries_by(by)) as _
    );
    Ok(number.fetch_one(sql).await?)
}

/// A transaction that was lent under one more permission. It cannot be committed: its owner does that.
pub struct Lent<'c, P>(TenantTx<'c, P>);

impl<'c, P> Deref for Lent<'c, P> {
    type Target = TenantTx<'c, P>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<P> DerefMut for Lent<'_, P> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}
