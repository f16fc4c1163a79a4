//! What open pages of a tenant are told: its feed, who is there, and whether they may still listen.
//!
//! The tables are the truth. Wake-ups between processes only save waiting for the next look at them.

use model::ids::{MemberId, PublicId, SessionId, TenantId};
use model::live::{Event, EventKind, close};
use model::permission::PermissionSet;
use sqlx::postgres::PgListener;
use sqlx::postgres::types::PgInterval;
use uuid::Uuid;

use crate::access::{Actor, Db, SystemTx, Wake};
use crate::error::Result;

/// What somebody may hear, as of now.
#[derive(Clone, Debug)]
pub struct Listener {
    /// In which room.
    pub tenant: TenantId,
    /// Who listens.
    pub member: MemberId,
    /// By which session.
    pub session: SessionId,
    /// What decides which events are heard.
    pub permissions: PermissionSet,
    /// The last event that this answer already knows of.
    pub upto: i64,
}

impl Listener {
    /// What must go on to hold for as long as it listens.
    pub fn claim(&self) -> Claim {
        Claim { session: self.session, tenant: self.tenant, member: self.member }
    }
}

/// Asks anew what the actor may hear in this tenant: when a socket opens, and whenever that may have changed.
pub async fn listener(actor: &Actor, tenant: &PublicId) -> Result<Listener> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx = conn.read_as_member().await?;
    let (id, member, permissions) = (tx.tenant(), tx.member(), tx.permissions());
    let upto = sqlx::query_scalar!("SELECT position FROM control.feed WHERE tenant_id = $1", id.0);
    let upto = upto.fetch_one(tx.sql()).await?;
    Ok(Listener { tenant: id, member, session: actor.session(), permissions, upto })
}

/// A stretch of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its events, in their order. Kinds that this program does not know are left out.
    pub events: Vec<Event>,
    /// The number of the last one, left out or not.
    pub upto: i64,
}

/// The events behind `after`, at most `limit`.
pub async fn events_after(db: &Db, tenant: TenantId, after: i64, limit: i64) -> Result<Stretch> {
    let mut conn = db.connect().await?;
    let mut tx = SystemTx::open(&mut conn, tenant).await?;
    let rows = sqlx::query!(
        "SELECT number, kind, ids FROM control.events WHERE tenant_id = $1 AND number > $2 ORDER BY number LIMIT $3",
        tx.tenant().0,
        after,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let upto = rows.last().map_or(after, |row| row.number);
    let event = |number, kind: &str, ids| Some(Event { number, kind: kind.parse::<EventKind>().ok()?, ids });
    Ok(Stretch { events: rows.into_iter().filter_map(|row| event(row.number, &row.kind, row.ids)).collect(), upto })
}

/// Whether all events behind `after` are still there to be read: at most 10,000 of them, none older than a day.
pub async fn can_catch_up(db: &Db, tenant: TenantId, after: i64) -> Result<bool> {
    let mut conn = db.connect().await?;
    let mut tx = SystemTx::open(&mut conn, tenant).await?;
    let possible = sqlx::query_scalar!(
        r#"SELECT f.position = $2 OR f.position > $2 AND f.position - $2 <= 10000 AND EXISTS (
            SELECT 1 FROM control.events e
            WHERE e.tenant_id = $1 AND e.number = $2 + 1 AND e.created_at > now() - interval '24 hours') AS "possible!"
        FROM control.feed f WHERE f.tenant_id = $1"#,
        tx.tenant().0,
        after
    );
    Ok(possible.fetch_one(tx.sql()).await?)
}

/// How far the feeds of these tenants have come.
pub async fn positions(db: &Db, tenants: &[TenantId]) -> Result<Vec<(TenantId, i64)>> {
    let tenants: Vec<Uuid> = tenants.iter().map(|tenant| tenant.0).collect();
    let rows = sqlx::query!(
        r#"SELECT tenant_id AS "tenant!: TenantId", position AS "position!" FROM control.feed_positions($1)"#,
        &tenants
    );
    Ok(rows.fetch_all(db.lookups()).await?.into_iter().map(|row| (row.tenant, row.position)).collect())
}

/// Who listens where, by which session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The session, which may end.
    pub session: SessionId,
    /// The tenant, which may be suspended.
    pub tenant: TenantId,
    /// The member, who may be removed.
    pub member: MemberId,
}

/// Of these claims, those that do not hold any more, each with the code that says why its sockets are closed.
pub async fn barred_claims(db: &Db, claims: &[Claim]) -> Result<Vec<(Claim, u16)>> {
    let (sessions, (tenants, members)): (Vec<Uuid>, (Vec<Uuid>, Vec<Uuid>)) =
        claims.iter().map(|claim| (claim.session.0, (claim.tenant.0, claim.member.0))).unzip();
    let rows = sqlx::query!(
        r#"SELECT session_id AS "session!: SessionId", tenant_id AS "tenant!: TenantId", member_id AS "member!: MemberId",
            is_signed_in AS "is_signed_in!", is_active AS "is_active!", is_archived AS "is_archived!"
        FROM control.barred_listeners($1, $2, $3)"#,
        &sessions,
        &tenants,
        &members
    );
    let barred = rows.fetch_all(db.lookups()).await?.into_iter().map(|row| {
        let code = match (row.is_signed_in, row.is_active, row.is_archived) {
            (false, ..) => close::SIGNED_OUT,
            (true, _, true) => close::ARCHIVED,
            (true, false, false) => close::SUSPENDED,
            (true, true, false) => close::NOT_A_MEMBER,
        };
        (Claim { session: row.session, tenant: row.tenant, member: row.member }, code)
    });
    Ok(barred.collect())
}

/// One open page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Connection {
    /// In which room.
    pub tenant: TenantId,
    /// Whose page.
    pub member: MemberId,
    /// Which page.
    pub id: Uuid,
}

impl Connection {
    /// A connection that has just been made.
    pub fn new(tenant: TenantId, member: MemberId) -> Self {
        Self { tenant, member, id: crate::random::id() }
    }
}

/// Says that these pages are open. Said again at least every half minute, or they count as closed after a minute.
pub async fn keep_presence(db: &Db, connections: &[Connection]) -> Result<()> {
    const LIFETIME: PgInterval = PgInterval { months: 0, days: 0, microseconds: 60_000_000 };
    let (tenants, members, ids) = columns(connections);
    sqlx::query!("SELECT control.keep_presence($1, $2, $3, $4)", &tenants, &members, &ids, LIFETIME)
        .execute(db.lookups())
        .await?;
    Ok(())
}

/// Says that these pages were closed.
pub async fn drop_presence(db: &Db, connections: &[Connection]) -> Result<()> {
    let (tenants, members, ids) = columns(connections);
    sqlx::query!("SELECT control.drop_presence($1, $2, $3)", &tenants, &members, &ids).execute(db.lookups()).await?;
    Ok(())
}

fn columns(connections: &[Connection]) -> (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>) {
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for connection in connections {
        columns.0.push(connection.tenant.0);
        columns.1.push(connection.member.0);
        columns.2.push(connection.id);
    }
    columns
}

/// Who is there, for each of these tenants that anybody is in.
pub async fn who_is_there(db: &Db, tenants: &[TenantId]) -> Result<Vec<(TenantId, Vec<MemberId>)>> {
    let tenants: Vec<Uuid> = tenants.iter().map(|tenant| tenant.0).collect();
    let rows = sqlx::query!(
        r#"SELECT tenant_id AS "tenant!: TenantId", members AS "members!: Vec<MemberId>" FROM control.who_is_there($1)"#,
        &tenants
    );
    Ok(rows.fetch_all(db.lookups()).await?.into_iter().map(|row| (row.tenant, row.members)).collect())
}

/// The channel on which processes wake each other.
const CHANNEL: &str = "borough_wake";

/// Wakes the other processes, all at once. Never part of a transaction that writes: a commit that notifies takes a lock
/// over the whole cluster.
pub async fn notify(db: &Db, wakes: &[Wake]) -> Result<()> {
    let payloads: Vec<String> = wakes.iter().map(encode).collect();
    sqlx::query!("SELECT pg_notify($1, p) FROM unnest($2::text[]) AS p", CHANNEL, &payloads)
        .execute(db.lookups())
        .await?;
    Ok(())
}

/// What other processes announce. After `Missed` anything may have happened.
pub struct Wakes(PgListener);

/// One announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// This happened.
    Wake(Wake),
    /// The line was broken for a while: look at everything again.
    Missed,
}

impl Wakes {
    /// Begins to listen.
    pub async fn listen(db: &Db) -> Result<Self> {
        Ok(Self(db.listen(CHANNEL).await?))
    }

    /// Waits for the next announcement.
    pub async fn next(&mut self) -> Result<Heard> {
        loop {
            let Some(notification) = self.0.try_recv().await? else { return Ok(Heard::Missed) };
            if let Some(wake) = decode(notification.payload()) {
                return Ok(Heard::Wake(wake));
            }
        }
    }
}

fn encode(wake: &Wake) -> String {
    match wake {
        Wake::Feed(tenant, number) => format!("feed {tenant} {number}"),
        Wake::Session(session) => format!("session {session}"),
    }
}

fn decode(payload: &str) -> Option<Wake> {
    let mut parts = payload.split(' ');
    match (parts.next()?, parts.next()?, parts.next()) {
        ("feed", tenant, Some(number)) => Some(Wake::Feed(tenant.parse().ok()?, number.parse().ok()?)),
        ("session", session, None) => Some(Wake::Session(session.parse().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wake_survives_the_way_through_the_channel() {
        for wake in [Wake::Feed(TenantId(Uuid::max()), 7), Wake::Session(SessionId(Uuid::nil()))] {
            assert_eq!(decode(&encode(&wake)), Some(wake));
        }
        assert_eq!(decode("feed nonsense"), None);
    }
}
