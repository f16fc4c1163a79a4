//! What a query asks of the log, once names have become ids and days have become numbers.

use model::AppError;
use model::audit::AuditQuery;
use sqlx::{Postgres, QueryBuilder};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::filter::Tx;
use crate::error::Result;

/// How far apart the order of numbers and that of times can be: a change that waits for its turn may have taken its time
/// before, and no statement waits longer than seconds.
const SLACK: Duration = Duration::MINUTE;

/// How many people a name can mean; whoever asks for a letter means nobody in particular.
const PEOPLE: i64 = 500;

/// By which index entries are walked.
pub(super) enum Key {
    Everything,
    By(Uuid),
    /// About a member, and not by that member's user.
    About(Uuid, Uuid),
    Action(String),
    Kind(String),
}

/// What entries are walked by, and what they are looked into for.
pub(super) struct Asked {
    pub above: i64,
    pub below: i64,
    pub keys: Vec<Key>,
    from: Option<OffsetDateTime>,
    until: Option<OffsetDateTime>,
    users: Option<Vec<Uuid>>,
    action: Option<String>,
    kind: Option<String>,
    search: Option<Search>,
}

/// What a searched text can mean.
struct Search {
    text: String,
    users: Vec<Uuid>,
    members: Vec<Uuid>,
    roles: Vec<String>,
}

impl Asked {
    pub fn everything() -> Self {
        Self {
            above: 0,
            below: i64::MAX,
            keys: vec![Key::Everything],
            from: None,
            until: None,
            users: None,
            action: None,
            kind: None,
            search: None,
        }
    }

    /// Whether more is asked than an index answers.
    pub fn is_looked_into(&self) -> bool {
        self.users.is_some() || self.action.is_some() || self.kind.is_some() || self.search.is_some()
    }

    /// The days, exactly: the numbers are those around them.
    pub fn push_days(&self, sql: &mut QueryBuilder<Postgres>) {
        if let Some(from) = self.from {
            sql.push(" AND a.created_at >= ").push_bind(from);
        }
        if let Some(until) = self.until {
            sql.push(" AND a.created_at < ").push_bind(until);
        }
    }

    /// What the entries that were walked are looked into for.
    pub fn push_into(&self, sql: &mut QueryBuilder<Postgres>) {
        if let Some(users) = &self.users {
            sql.push(" AND c.by_user = ANY (").push_bind(users.clone()).push(")");
        }
        if let Some(action) = &self.action {
            sql.push(" AND c.action = ").push_bind(action.clone());
        }
        if let Some(kind) = &self.kind {
            sql.push(" AND c.kind = ").push_bind(kind.clone());
        }
        if let Some(search) = &self.search {
            let Search { text, users, members, roles } = search;
            sql.push(" AND (c.by_user = ANY (").push_bind(users.clone());
            sql.push(") OR c.resource = ANY (").push_bind(members.clone());
            sql.push(
                ") OR strpos(lower(concat_ws(' ', c.action, c.entry ->> 'details', c.entry ->> 'ip',
                    c.entry ->> 'request_id')), lower(",
            );
            sql.push_bind(text.clone()).push(")) > 0");
            for role in roles {
                sql.push(" OR strpos(c.entry ->> 'details', ").push_bind(role.clone()).push(") > 0");
            }
            sql.push(")");
        }
    }
}

/// What the query asks; none when it is for nobody who was ever here.
pub(super) async fn resolve(tx: &mut Tx<'_>, query: &AuditQuery) -> Result<Option<Asked>> {
    let AuditQuery { search, who, action, kind, from, until, about, after } = query;
    let (from, until) = (*from, *until);
    let mut asked = Asked { from, until, action: action.clone(), kind: kind.clone(), ..Asked::everything() };
    if !who.is_empty() {
        let users: Vec<_> = people(tx, who).await?.into_iter().map(|(_, user)| user).collect();
        if users.is_empty() {
            return Ok(None);
        }
        asked.users = Some(users);
    }
    if let Some(about) = about {
        let user = user_of(tx, about.0).await?;
        asked.keys = vec![Key::By(user), Key::About(about.0, user)];
    } else {
        asked.choose_key();
    }
    if !search.is_empty() {
        let (members, users) = people(tx, search).await?.into_iter().unzip();
        asked.search = Some(Search { text: search.clone(), users, members, roles: roles(tx, search).await? });
    }
    if let Some(from) = from {
        asked.above = last_before(tx, from - SLACK).await?;
    }
    if let Some(until) = until {
        asked.below = first_since(tx, until + SLACK).await?;
    }
    asked.below = asked.below.min(after.unwrap_or(i64::MAX));
    Ok(Some(asked))
}

impl Asked {
    /// The index that leaves the fewest entries to look into.
    fn choose_key(&mut self) {
        let key = match (&self.users, &self.action, &self.kind) {
            (Some(users), ..) if users.len() == 1 => self.users.take().and_then(|users| Some(Key::By(*users.first()?))),
            (_, Some(_), _) => self.action.take().map(Key::Action),
            (.., Some(_)) => self.kind.take().map(Key::Kind),
            _ => None,
        };
        self.keys = vec![key.unwrap_or(Key::Everything)];
    }
}

/// Members, former ones too, whose name or address has this in it: each with the user.
async fn people(tx: &mut Tx<'_>, text: &str) -> Result<Vec<(Uuid, Uuid)>> {
    let people = sqlx::query!(
        "SELECT m.id, m.user_id FROM control.memberships m JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND (strpos(lower(u.name), lower($2)) > 0 OR strpos(u.email_key, lower($2)) > 0)
        LIMIT $3",
        tx.tenant().0,
        text,
        PEOPLE
    );
    Ok(people.fetch_all(tx.sql()).await?.into_iter().map(|person| (person.id, person.user_id)).collect())
}

/// The ids of roles whose name has this in it, as they stand in details.
async fn roles(tx: &mut Tx<'_>, text: &str) -> Result<Vec<String>> {
    let roles = sqlx::query_scalar!(
        r#"SELECT id::text AS "id!" FROM control.roles
        WHERE tenant_id = $1 AND strpos(lower(name), lower($2)) > 0 ORDER BY name, id LIMIT 10"#,
        tx.tenant().0,
        text
    );
    Ok(roles.fetch_all(tx.sql()).await?)
}

async fn user_of(tx: &mut Tx<'_>, member: Uuid) -> Result<Uuid> {
    let user = sqlx::query_scalar!(
        "SELECT user_id FROM control.memberships WHERE tenant_id = $1 AND id = $2",
        tx.tenant().0,
        member
    );
    user.fetch_optional(tx.sql()).await?.ok_or(AppError::NotFound.into())
}

/// The number of the last entry before this moment.
async fn last_before(tx: &mut Tx<'_>, moment: OffsetDateTime) -> Result<i64> {
    let number = sqlx::query_scalar!(
        "SELECT number FROM control.audit_entries WHERE tenant_id = $1 AND created_at < $2
        ORDER BY created_at DESC, number DESC LIMIT 1",
        tx.tenant().0,
        moment
    );
    Ok(number.fetch_optional(tx.sql()).await?.unwrap_or(0))
}

/// The number of the first entry since this moment.
async fn first_since(tx: &mut Tx<'_>, moment: OffsetDateTime) -> Result<i64> {
    let number = sqlx::query_scalar!(
        "SELECT number FROM control.audit_entries WHERE tenant_id = $1 AND created_at >= $2
        ORDER BY created_at, number LIMIT 1",
        tx.tenant().0,
        moment
    );
    Ok(number.fetch_optional(tx.sql()).await?.unwrap_or(i64::MAX))
}
