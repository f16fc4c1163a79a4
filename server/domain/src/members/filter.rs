//! What is shown of members: one of them, or the list, searched, sorted and read page by page. The one place of this
//! feature where SQL is put together from parts; every part is written here, and values are only ever bound.

use model::ids::MemberId;
use model::members::{
    ChangeMembers, Inactive, ListMembers, MemberCursor, MemberPage, MemberSort, MemberStatus, MemberView,
};
use model::roles::RoleName;
use model::text::search_term;
use model::{AppError, Code};
use sqlx::types::Json;
use sqlx::{FromRow, Postgres, QueryBuilder};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use crate::access::{ReadTx, TenantTx};
use crate::error::{Error, Result};

/// The columns of a [`Row`].
const SHOWN: &str = "SELECT m.id, u.name, u.email, m.joined_at, m.status, m.email_verified, a.seen_at,
    (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name, r.id)
        FROM control.member_roles mr
        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
        WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id) AS roles";

/// The member of this id, also one that was removed.
pub(super) async fn find<P>(tx: &mut TenantTx<'_, P>, member: MemberId) -> Result<MemberView> {
    let mut sql = select(SHOWN, tx);
    sql.push(" AND m.id = ").push_bind(member);
    let row: Row = sql.build_query_as().fetch_one(tx.sql()).await?;
    Ok(row.into_view())
}

/// The page behind `query.after`, with the number of all that match.
pub(super) async fn page<P>(tx: &mut ReadTx<'_, P>, query: &ListMembers) -> Result<MemberPage> {
    // No further than somebody would read.
    let total = count(tx, query, MemberPage::COUNTED + 1).await?;
    let mut members = behind(tx, query, MemberPage::SIZE + 1).await?;
    // One more than shown tells whether there is a next page.
    let more = members.len() > MemberPage::SIZE;
    members.truncate(MemberPage::SIZE);
    let next = members.last().filter(|_| more).map(|last| cursor(query.sort, last)).transpose()?;
    Ok(MemberPage { members, total, next })
}

/// At most so many members behind `query.after`, in the order of the list.
pub(super) async fn behind<P>(tx: &mut ReadTx<'_, P>, query: &ListMembers, most: usize) -> Result<Vec<MemberView>> {
    let mut sql = select(SHOWN, tx);
    push_matching(&mut sql, tx, query);
    if let Some(after) = &query.after {
        push_after(&mut sql, query, after)?;
    }
    let direction = if query.descending { "DESC" } else { "ASC" };
    sql.push(format!(" ORDER BY {column} {direction}, m.id {direction} LIMIT ", column = column(query.sort)));
    sql.push_bind(i64::try_from(most).unwrap_or(i64::MAX));
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.sql()).await?;
    Ok(rows.into_iter().map(Row::into_view).collect())
}

/// All that match, on all pages; one more than can be changed at once tells that it is too many.
pub(super) async fn matching<P>(tx: &mut ReadTx<'_, P>, query: &ListMembers) -> Result<Vec<MemberId>> {
    let mut sql = QueryBuilder::new("SELECT m.id");
    push_members(&mut sql, tx, "");
    push_matching(&mut sql, tx, query);
    sql.push(" ORDER BY m.id LIMIT ").push_bind(i64::from(ChangeMembers::MOST) + 1);
    Ok(sql.build_query_scalar().fetch_all(tx.sql()).await?)
}

/// How many match, counted up to this many.
pub(super) async fn count<P>(tx: &mut ReadTx<'_, P>, query: &ListMembers, most: i64) -> Result<i64> {
    let mut sql = QueryBuilder::new("SELECT count(*) FROM (SELECT 1");
    push_members(&mut sql, tx, "");
    push_matching(&mut sql, tx, query);
    sql.push(" LIMIT ").push_bind(most).push(") AS counted");
    Ok(sql.build_query_scalar().fetch_one(tx.sql()).await?)
}

/// A statement over the memberships of the tenant, removed ones too.
fn select<P>(what: &str, tx: &ReadTx<'_, P>) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::new(what);
    push_members(&mut sql, tx, " JOIN control.users u ON u.id = m.user_id");
    sql
}

/// What is only counted needs no people's own rows.
fn push_members<P>(sql: &mut QueryBuilder<Postgres>, tx: &ReadTx<'_, P>, people: &'static str) {
    sql.push(" FROM control.memberships m").push(people);
    sql.push(" LEFT JOIN control.member_activity a ON a.tenant_id = m.tenant_id AND a.member_id = m.id");
    sql.push(" WHERE m.tenant_id = ").push_bind(tx.tenant());
}

fn push_matching<P>(sql: &mut QueryBuilder<Postgres>, tx: &ReadTx<'_, P>, query: &ListMembers) {
    let search = search_term(&query.search);
    sql.push(" AND m.status <> 'removed'");
    if !search.is_empty() {
        sql.push(" AND (strpos(lower(m.name), lower(").push_bind(search.clone());
        sql.push(")) > 0 OR strpos(m.email_key, lower(").push_bind(search).push(")) > 0)");
    }
    if let Some(role) = query.role {
        sql.push(" AND EXISTS (SELECT 1 FROM control.member_roles f WHERE f.tenant_id = ").push_bind(tx.tenant());
        sql.push(" AND f.member_id = m.id AND f.role_id = ").push_bind(role).push(")");
    }
    if let Some(status) = query.status {
        sql.push(" AND m.status = ").push_bind(status.as_str());
    }
    if query.unverified {
        sql.push(" AND NOT m.email_verified");
    }
    match query.inactive.map(Inactive::days) {
        None => {}
        Some(None) => {
            sql.push(" AND a.seen_at IS NULL");
        }
        Some(Some(days)) => {
            sql.push(" AND (a.seen_at IS NULL OR a.seen_at <= now() - make_interval(days => ").push_bind(days);
            sql.push("))");
        }
    }
}

fn push_after(sql: &mut QueryBuilder<Postgres>, query: &ListMembers, after: &MemberCursor) -> Result<()> {
    let comparison = if query.descending { "<" } else { ">" };
    sql.push(format!(" AND ({column}, m.id) {comparison} (", column = column(query.sort)));
    match query.sort {
        MemberSort::Name | MemberSort::Email => sql.push_bind(after.key.clone()),
        MemberSort::Joined => {
            // At the end of the calendar, not every time of day exists in UTC.
            let joined_at = OffsetDateTime::parse(&after.key, &Rfc3339).ok();
            let joined_at = joined_at.and_then(|joined_at| joined_at.checked_to_offset(UtcOffset::UTC));
            sql.push_bind(joined_at.ok_or(AppError::invalid("after", Code::Malformed))?)
        }
    };
    sql.push(", ").push_bind(after.id).push(")");
    Ok(())
}

fn column(sort: MemberSort) -> &'static str {
    match sort {
        MemberSort::Name => "m.name",
        MemberSort::Email => "m.email_key",
        MemberSort::Joined => "m.joined_at",
    }
}

pub(super) fn cursor(sort: MemberSort, last: &MemberView) -> Result<MemberCursor> {
    let key = match sort {
        MemberSort::Name => last.name.clone(),
        MemberSort::Email => last.email.to_ascii_lowercase(),
        MemberSort::Joined => last.joined_at.format(&Rfc3339).map_err(|error| Error::Fault(error.to_string()))?,
    };
    Ok(MemberCursor { key, id: last.id.into() })
}

#[derive(FromRow)]
struct Row {
    id: MemberId,
    name: String,
    email: String,
    joined_at: OffsetDateTime,
    status: String,
    email_verified: bool,
    seen_at: Option<OffsetDateTime>,
    roles: Json<Vec<RoleName>>,
}

impl Row {
    fn into_view(self) -> MemberView {
        let Self { id, name, email, joined_at, status, email_verified: verified, seen_at, roles: Json(roles) } = self;
        let is_suspended = status == MemberStatus::Suspended.as_str();
        let status = if is_suspended { MemberStatus::Suspended } else { MemberStatus::Active };
        MemberView { id, name, email, roles, joined_at, status, verified, seen_at }
    }
}
