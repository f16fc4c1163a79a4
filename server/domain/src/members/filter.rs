//! What is shown of members: one of them, or the list, searched, sorted and read page by page. The one place of this
//! feature where SQL is put together from parts; every part is written here, and values are only ever bound.

use model::ids::MemberId;
use model::members::{ListMembers, MemberCursor, MemberPage, MemberSort, MemberView};
use model::permission::member;
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
const SHOWN: &str = "SELECT m.id, u.name, u.email, m.joined_at,
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
pub(super) async fn page(tx: &mut ReadTx<'_, member::List>, query: &ListMembers) -> Result<MemberPage> {
    let search = search_term(&query.search);
    let total = count(tx, &search).await?;
    let mut sql = select(SHOWN, tx);
    push_matching(&mut sql, &search);
    if let Some(after) = &query.after {
        push_after(&mut sql, query, after)?;
    }
    let direction = if query.descending { "DESC" } else { "ASC" };
    sql.push(format!(" ORDER BY {column} {direction}, m.id {direction} LIMIT ", column = column(query.sort)));
    // One more than shown tells whether there is a next page.
    sql.push_bind(i64::try_from(MemberPage::SIZE + 1).unwrap_or(i64::MAX));
    let mut rows: Vec<Row> = sql.build_query_as().fetch_all(tx.sql()).await?;
    let more = rows.len() > MemberPage::SIZE;
    rows.truncate(MemberPage::SIZE);
    let members: Vec<_> = rows.into_iter().map(Row::into_view).collect();
    let next = members.last().filter(|_| more).map(|last| cursor(query.sort, last)).transpose()?;
    Ok(MemberPage { members, total, next })
}

async fn count(tx: &mut ReadTx<'_, member::List>, search: &str) -> Result<i64> {
    let mut sql = select("SELECT count(*)", tx);
    push_matching(&mut sql, search);
    Ok(sql.build_query_scalar().fetch_one(tx.sql()).await?)
}

/// A statement over the memberships of the tenant, removed ones too.
fn select<P>(what: &str, tx: &ReadTx<'_, P>) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::new(what);
    sql.push(" FROM control.memberships m JOIN control.users u ON u.id = m.user_id WHERE m.tenant_id = ");
    sql.push_bind(tx.tenant());
    sql
}

fn push_matching(sql: &mut QueryBuilder<Postgres>, search: &str) {
    sql.push(" AND m.status = 'active'");
    if !search.is_empty() {
        sql.push(" AND (strpos(lower(u.name), lower(").push_bind(search.to_owned());
        sql.push(")) > 0 OR strpos(u.email_key, lower(").push_bind(search.to_owned()).push(")) > 0)");
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
        MemberSort::Name => "u.name",
        MemberSort::Email => "u.email_key",
        MemberSort::Joined => "m.joined_at",
    }
}

fn cursor(sort: MemberSort, last: &MemberView) -> Result<MemberCursor> {
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
    roles: Json<Vec<RoleName>>,
}

impl Row {
    fn into_view(self) -> MemberView {
        let Self { id, name, email, joined_at, roles: Json(roles) } = self;
        MemberView { id, name, email, roles, joined_at }
    }
}
