//! Reading the log: one entry, or a page of those that are asked for. The one place of this feature where SQL is put
//! together from parts; every part is written here, and values are only ever bound.
//!
//! However long a log is, a page costs about the same: entries are walked from the newest on by one index, that of what
//! they are chosen by, and whatever else is asked is looked for in [`WALK`] of them at most. Then the page says how far
//! back it has searched, and the next one goes on from there.

use model::audit::{AuditActor, AuditEntryPage, AuditEntryView, AuditPage, AuditQuery};
use model::ids::MemberId;
use model::permission::audit;
use sqlx::types::Json;
use sqlx::{FromRow, Postgres, QueryBuilder};
use time::OffsetDateTime;

use super::WrittenEntry;
use super::asked::{self, Asked, Key};
use super::said::{RoleNames, said};
use crate::access::TenantTx;
use crate::error::Result;

/// How many entries a page looks into at most for what no index answers.
const WALK: i64 = 20_000;

/// What is chosen of an entry before it is drawn.
const CHOSEN: &str =
    "SELECT a.tenant_id, a.number, a.created_at, a.by_user, a.resource, a.action, a.kind, a.entry, a.hash";

/// The columns of a [`Row`].
const SHOWN: &str =
    "SELECT e.number, e.created_at, e.entry, encode(e.hash, 'hex') AS hash, am.id AS member_id, au.name AS actor_name,
        au.email AS actor_email, su.name AS subject_name FROM (";

pub(super) type Tx<'c> = TenantTx<'c, audit::List>;

/// The page behind `query.after`.
pub(super) async fn page(tx: &mut Tx<'_>, query: &AuditQuery) -> Result<AuditPage> {
    let newest = newest(tx).await?;
    let empty = AuditPage { entries: Vec::new(), next: None, searched_to: None, newest };
    let Some(mut asked) = asked::resolve(tx, query).await? else { return Ok(empty) };
    // What is written while this is read belongs to what is new.
    asked.below = asked.below.min(newest.saturating_add(1));
    let size = i64::try_from(AuditPage::SIZE).unwrap_or(i64::MAX);
    // One more than shown tells whether there is a next page.
    let mut rows = rows(tx, &asked, size + 1).await?;
    let more = rows.len() > AuditPage::SIZE;
    rows.truncate(AuditPage::SIZE);
    let walked = if more || !asked.is_looked_into() { None } else { end_of_walk(tx, &asked).await? };
    let next = walked.map(|(number, _)| number).or_else(|| rows.last().filter(|_| more).map(|row| row.number));
    let roles = role_names(tx).await?;
    let entries = rows.into_iter().map(|row| row.into_view(&roles)).collect();
    Ok(AuditPage { entries, next, searched_to: walked.map(|(_, at)| at), newest })
}

/// How many entries that are asked for have a number above this one.
pub(super) async fn count_newer(tx: &mut Tx<'_>, query: &AuditQuery, newest: i64) -> Result<i64> {
    let query = AuditQuery { after: None, ..query.clone() };
    let Some(mut asked) = asked::resolve(tx, &query).await? else { return Ok(0) };
    asked.above = asked.above.max(newest);
    let mut sql = QueryBuilder::new("SELECT count(*) FROM (");
    push_chosen(&mut sql, tx, &asked, AuditPage::MOST_NEW);
    sql.push(") e");
    Ok(sql.build_query_scalar().fetch_one(tx.sql()).await?)
}

/// The entry of this number.
pub(super) async fn find(tx: &mut Tx<'_>, number: i64) -> Result<Option<AuditEntryPage>> {
    let mut asked = Asked::everything();
    (asked.above, asked.below) = (number.saturating_sub(1), number.saturating_add(1));
    let roles = role_names(tx).await?;
    Ok(rows(tx, &asked, 1).await?.pop().map(|row| row.into_page(&roles)))
}

/// The number of the last entry.
async fn newest(tx: &mut Tx<'_>) -> Result<i64> {
    let head = sqlx::query_scalar!("SELECT audit_position FROM control.feed WHERE tenant_id = $1", tx.tenant().0);
    Ok(head.fetch_one(tx.sql()).await?)
}

async fn role_names(tx: &mut Tx<'_>) -> Result<RoleNames> {
    let roles = sqlx::query!("SELECT id, name FROM control.roles WHERE tenant_id = $1", tx.tenant().0);
    Ok(roles.fetch_all(tx.sql()).await?.into_iter().map(|role| (role.id, role.name)).collect())
}

async fn rows(tx: &mut Tx<'_>, asked: &Asked, limit: i64) -> Result<Vec<Row>> {
    let mut sql = QueryBuilder::new(SHOWN);
    push_chosen(&mut sql, tx, asked, limit);
    sql.push(") e LEFT JOIN control.memberships am ON am.tenant_id = ").push_bind(tx.tenant());
    sql.push(" AND am.user_id = e.by_user LEFT JOIN control.users au ON au.id = am.user_id");
    sql.push(" LEFT JOIN control.memberships sm ON sm.tenant_id = ").push_bind(tx.tenant());
    sql.push(" AND sm.id = e.resource LEFT JOIN control.users su ON su.id = sm.user_id ORDER BY e.number DESC");
    Ok(sql.build_query_as().fetch_all(tx.sql()).await?)
}

/// Where the walk ended, when it did before the log's beginning.
async fn end_of_walk(tx: &mut Tx<'_>, asked: &Asked) -> Result<Option<(i64, OffsetDateTime)>> {
    let mut sql = QueryBuilder::new("SELECT w.number, w.created_at FROM (");
    push_walk(&mut sql, tx, "SELECT a.number, a.created_at", asked, WALK);
    sql.push(") w ORDER BY w.number DESC LIMIT 1 OFFSET ").push_bind(WALK - 1);
    Ok(sql.build_query_as().fetch_optional(tx.sql()).await?)
}

/// The newest entries that are asked for, at most so many.
fn push_chosen(sql: &mut QueryBuilder<Postgres>, tx: &Tx<'_>, asked: &Asked, limit: i64) {
    if !asked.is_looked_into() {
        return push_walk(sql, tx, CHOSEN, asked, limit);
    }
    sql.push("SELECT * FROM (");
    push_walk(sql, tx, CHOSEN, asked, WALK);
    sql.push(") c WHERE true");
    asked.push_into(sql);
    sql.push(" ORDER BY c.number DESC LIMIT ").push_bind(limit);
}

/// The newest entries of these keys, by the index of each.
fn push_walk(sql: &mut QueryBuilder<Postgres>, tx: &Tx<'_>, columns: &str, asked: &Asked, limit: i64) {
    for (place, key) in asked.keys.iter().enumerate() {
        sql.push(if place == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
        sql.push(columns).push(" FROM control.audit_entries a WHERE a.tenant_id = ").push_bind(tx.tenant());
        sql.push(" AND a.number > ").push_bind(asked.above).push(" AND a.number < ").push_bind(asked.below);
        asked.push_days(sql);
        push_key(sql, key);
        sql.push(" ORDER BY a.number DESC LIMIT ").push_bind(limit).push(") w");
    }
    sql.push(" ORDER BY number DESC LIMIT ").push_bind(limit);
}

fn push_key(sql: &mut QueryBuilder<Postgres>, key: &Key) {
    match key {
        Key::Everything => sql,
        Key::By(user) => sql.push(" AND a.by_user = ").push_bind(*user),
        // Those by the person are walked by the other key.
        Key::About(member, user) => {
            sql.push(" AND a.resource = ").push_bind(*member);
            sql.push(" AND a.by_user IS DISTINCT FROM ").push_bind(*user)
        }
        Key::Action(action) => sql.push(" AND a.action = ").push_bind(action.clone()),
        Key::Kind(kind) => sql.push(" AND a.kind = ").push_bind(kind.clone()),
    };
}

#[derive(FromRow)]
struct Row {
    number: i64,
    created_at: OffsetDateTime,
    entry: Json<WrittenEntry>,
    hash: String,
    member_id: Option<MemberId>,
    actor_name: Option<String>,
    actor_email: Option<String>,
    subject_name: Option<String>,
}

impl Row {
    fn into_view(self, roles: &RoleNames) -> AuditEntryView {
        let Json(WrittenEntry { action, details, .. }) = self.entry;
        let actor = match (self.member_id, self.actor_name, self.actor_email) {
            (Some(member), Some(name), Some(email)) => Some(AuditActor { member, name, email }),
            _ => None,
        };
        let details = said(&details, roles);
        AuditEntryView { number: self.number, at: self.created_at, action, actor, subject: self.subject_name, details }
    }

    fn into_page(self, roles: &RoleNames) -> AuditEntryPage {
        let WrittenEntry { session, ip, user_agent, request_id, .. } = &*self.entry;
        let (session, ip) = (*session, ip.clone());
        let (user_agent, request_id) = (user_agent.clone(), request_id.clone());
        let hash = self.hash.clone();
        AuditEntryPage { entry: self.into_view(roles), ip, user_agent, request_id, session, hash }
    }
}
