//! All people, over all organizations: to look at, not to change.

use model::ids::UserId;
use model::operators::{ListPeople, PersonOrganization, PersonPage, PersonRow};
use model::permission::platform_person;
use model::text::search_term;
use serde_json::json;
use sqlx::types::Json;

use super::tx::{Operator, OperatorTx};
use crate::access::Visitor;
use crate::error::Result;

/// One page of all people.
pub async fn list_people(visitor: &Visitor, query: &ListPeople) -> Result<PersonPage> {
    let operator = Operator::authenticate(visitor).await?;
    let mut conn = operator.connect().await?;
    let mut tx: OperatorTx<'_, platform_person::List> = operator.begin(&mut conn).await?;
    let search = search_term(&query.search);
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "total!" FROM control.users u
        WHERE $1 = '' OR strpos(lower(u.name), lower($1)) > 0 OR strpos(u.email_key, lower($1)) > 0"#,
        search
    )
    .fetch_one(tx.sql())
    .await?;
    let mut rows = sqlx::query!(
        r#"SELECT u.id AS "id: UserId", u.name, u.email, u.email_key, u.email_verified_at IS NOT NULL AS "email_verified!",
            (SELECT max(l.seen_at) FROM control.sessions s JOIN control.last_seen l ON l.session_id = s.id
                WHERE s.user_id = u.id) AS last_active_at,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, 'title', t.title, 'roles',
                    (SELECT coalesce(jsonb_agg(r.name ORDER BY r.name), '[]') FROM control.member_roles mr
                        JOIN control.roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.role_id
                        WHERE mr.tenant_id = m.tenant_id AND mr.member_id = m.id)) ORDER BY t.title, t.slug), '[]')
                FROM control.memberships m JOIN control.tenants t ON t.id = m.tenant_id
                WHERE m.user_id = u.id AND m.status <> 'removed') AS "organizations!: Json<Vec<PersonOrganization>>"
        FROM control.users u
        WHERE ($1 = '' OR strpos(lower(u.name), lower($1)) > 0 OR strpos(u.email_key, lower($1)) > 0)
            AND u.email_key IS NOT NULL AND ($2::text IS NULL OR u.email_key > $2)
        ORDER BY u.email_key
        LIMIT $3"#,
        search,
        query.after,
        i64::try_from(PersonPage::SIZE + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(tx.sql())
    .await?;
    let more = rows.len() > PersonPage::SIZE;
    rows.truncate(PersonPage::SIZE);
    let next = rows.last().filter(|_| more).map(|last| last.email_key.clone());
    tx.finish("platform.people_listed", json!({ "search": search })).await?;
    let people = rows.into_iter().map(|row| PersonRow {
        id: row.id,
        name: row.name,
        email: row.email,
        email_verified: row.email_verified,
        last_active_at: row.last_active_at,
        organizations: row.organizations.0,
    });
    Ok(PersonPage { people: people.collect(), total, next })
}
