//! An operator goes into an organization, to look.

use model::AppError;
use model::ids::MemberId;
use model::operators::REASON;
use model::settings::Colour;
use model::slug::Slug;
use model::tenants::{Me, TenantView};
use model::text::Reason;
use uuid::Uuid;

use super::tx::Operator;
use crate::access::Visitor;
use crate::error::Result;
use crate::{random, tenants};

/// Goes into the organization at this address, with the reason if one was given; one that is empty was not.
pub async fn enter_tenant(visitor: &Visitor, slug: &str, reason: Option<&str>) -> Result<TenantView> {
    let operator = Operator::authenticate(visitor).await?;
    let reason = reason.map(Reason::parse).transpose().map_err(|code| AppError::invalid(REASON, code))?;
    let public_id = tenants::public_id_at(operator.db(), slug).await?.unwrap_or_else(random::public_id);
    let mut conn = operator.enter(&public_id, reason).await?;
    let mut tx = conn.read_as_visitor().await?;
    let (tenant, permissions) = (tx.tenant(), tx.permissions());
    let row = sqlx::query!(
        r#"SELECT t.slug AS "slug: Slug", t.title, t.description, t.environment, t.colour, f.position
        FROM control.tenants t JOIN control.feed f ON f.tenant_id = t.id
        WHERE t.id = $1 AND f.tenant_id = $1"#,
        tenant.0
    )
    .fetch_one(tx.sql())
    .await?;
    // Nobody in the organization.
    let me = Me { member: MemberId(Uuid::nil()), name: operator.name().to_owned(), email: operator.email().to_owned() };
    Ok(TenantView {
        public_id,
        slug: row.slug,
        title: row.title,
        description: row.description,
        environment: tenants::environment(&row.environment)?,
        colour: row.colour.as_deref().and_then(Colour::from_name),
        // The picture is read by a member's session alone.
        logo: None,
        me,
        permissions,
        upto: row.position,
    })
}
