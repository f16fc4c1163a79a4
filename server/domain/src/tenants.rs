//! Organizations: founding one, finding one's own, standing inside one, and the ways out of it.

mod ending;

use model::AppError;
use model::Code;
use model::ids::{IdempotencyKey, MemberId, PublicId, RoleId, UserId};
use model::permission::Permission;
use model::roles::DefaultRole;
use model::settings::{Colour, Environment, LogoTag};
use model::slug::Slug;
use model::tenants::{CreateOrganization, Me, NewOrganization, OrganizationView, OrganizationsView, TenantView};
use serde_json::json;
use sqlx::PgConnection;

use crate::access::{AccountTx, Actor, Db, FoundingTx};
use crate::attempts::{self, Attempt};
use crate::audit::Entry;
use crate::error::{ConstraintExt as _, Error, Result};
use crate::{invitations, random};

pub use ending::{archive_organization, leave_organization, restore_organization};

/// Makes one more organization; the actor is its first administrator. The same key makes one, however often it is sent.
pub async fn create_organization(actor: &Actor, input: CreateOrganization) -> Result<Slug> {
    let organization = input.parse()?;
    let mut conn = actor.db().connect().await?;
    // Outside of the transaction, so that it counts what is refused: a slug that is taken is told.
    attempts::allow_caller(actor.db(), conn.idle(), actor.caller()).await?;
    drop(conn);
    let mut conn = actor.connect().await?;
    let mut tx = FoundingTx::signed_in(&mut conn).await?;
    if let Some(slug) = made_before_by(&mut tx, &organization).await? {
        return Ok(slug);
    }
    match found_one_more(&mut tx, &organization).await {
        Ok(entry) => {
            tx.commit(actor.caller(), entry).await?;
            Ok(organization.slug)
        }
        // The same form may have won the race for the slug.
        Err(Error::App(error)) => {
            drop(tx);
            let mut tx = FoundingTx::signed_in(&mut conn).await?;
            made_before_by(&mut tx, &organization).await?.ok_or(error.into())
        }
        Err(error) => Err(error),
    }
}

async fn found_one_more(tx: &mut FoundingTx<'_>, organization: &NewOrganization) -> Result<Entry> {
    let user = tx.user();
    attempts::allow(tx.sql(), &[Attempt::Founding(user)]).await?;
    found(tx, organization).await
}

async fn made_before_by(tx: &mut FoundingTx<'_>, organization: &NewOrganization) -> Result<Option<Slug>> {
    let Some(key) = organization.key else { return Ok(None) };
    let user = tx.user();
    made_before(tx.sql(), user, key).await
}

/// The organization that this person's form made when it was sent before.
pub(crate) async fn made_before(sql: &mut PgConnection, user: UserId, key: IdempotencyKey) -> Result<Option<Slug>> {
    Ok(sqlx::query_scalar!(r#"SELECT control.tenant_by_key($1, $2) AS "slug: Slug""#, user.0, key.0)
        .fetch_one(sql)
        .await?)
}

/// Makes the tenant of this transaction: itself, its feed, its default roles, and its founder as administrator.
pub(crate) async fn found(tx: &mut FoundingTx<'_>, organization: &NewOrganization) -> Result<Entry> {
    let (tenant, user) = (tx.tenant(), tx.user());
    let public_id = random::public_id();
    sqlx::query!(
        "INSERT INTO control.tenants (id, public_id, slug, title, idempotency_key, created_by)
        VALUES ($1, $2, $3, $4, $5, $6)",
        tenant.0,
        public_id.as_str(),
        organization.slug.as_str(),
        organization.title.as_str(),
        organization.key.map_or_else(random::id, |key| key.0),
        user.0
    )
    .execute(tx.sql())
    .await
    .map_err(told_of_slug)
    .on_constraint("tenants_made_once", AppError::Conflict { reason: Code::Taken })?;
    sqlx::query!("INSERT INTO control.feed (tenant_id) VALUES ($1)", tenant.0).execute(tx.sql()).await?;
    let admin = insert_default_roles(tx).await?;
    let member = MemberId(random::id());
    sqlx::query!(
        "INSERT INTO control.memberships (tenant_id, id, user_id) VALUES ($1, $2, $3)",
        tenant.0,
        member.0,
        user.0
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "INSERT INTO control.member_roles (tenant_id, member_id, role_id) VALUES ($1, $2, $3)",
        tenant.0,
        member.0,
        admin.0
    )
    .execute(tx.sql())
    .await?;
    let details = json!({ "title": organization.title, "slug": organization.slug });
    Ok(Entry { action: "tenant.created", resource: tenant.into(), details })
}

/// Why an address cannot be had: somebody has it, had it once, or has one that looks the same.
pub(crate) fn told_of_slug(error: sqlx::Error) -> Error {
    let told: Result<()> = Err(error)
        .on_constraint("tenants_slug_taken", AppError::invalid("slug", Code::Taken))
        .on_constraint("slugs_taken", AppError::invalid("slug", Code::Taken))
        .on_constraint("slugs_look_alike", AppError::invalid("slug", Code::LookAlike));
    told.err().unwrap_or_else(|| AppError::internal().into())
}

/// Makes the roles that every organization starts with, and answers the administrators'.
async fn insert_default_roles(tx: &mut FoundingTx<'_>) -> Result<RoleId> {
    let tenant = tx.tenant();
    let ids = DefaultRole::ALL.map(|_| random::id());
    let names = DefaultRole::ALL.map(|role| role.name().to_owned());
    let grants_all = DefaultRole::ALL.map(|role| role == DefaultRole::Admin);
    sqlx::query!(
        "INSERT INTO control.roles (tenant_id, id, name, grants_all)
        SELECT $1, id, name, grants_all FROM unnest($2::uuid[], $3::text[], $4::bool[]) AS r (id, name, grants_all)",
        tenant.0,
        &ids[..],
        &names[..],
        &grants_all[..]
    )
    .execute(tx.sql())
    .await?;
    // What an administrator holds is not written down: it is everything.
    let granted = DefaultRole::ALL.into_iter().zip(ids).filter(|(role, _)| *role != DefaultRole::Admin);
    let granted = granted.flat_map(|(role, id)| {
        Vec::<Permission>::from(role.permissions())
            .into_iter()
            .map(move |permission| (id, permission.as_str().to_owned()))
    });
    let (roles, permissions): (Vec<_>, Vec<_>) = granted.unzip();
    sqlx::query!(
        "INSERT INTO control.role_permissions (tenant_id, role_id, permission)
        SELECT $1, role_id, permission FROM unnest($2::uuid[], $3::text[]) AS p (role_id, permission)",
        tenant.0,
        &roles,
        &permissions
    )
    .execute(tx.sql())
    .await?;
    Ok(RoleId(ids[0]))
}

/// Goes into the organization at this address: who one is there and what one may do.
pub async fn enter_tenant(actor: &Actor, slug: &str) -> Result<TenantView> {
    let public_id = find_by_slug(actor, slug).await?;
    match stand_in(actor, &public_id).await {
        Err(Error::App(AppError::NotFound)) => Err(not_to_be_entered(actor, &public_id).await?.into()),
        entered => entered,
    }
}

async fn stand_in(actor: &Actor, public_id: &PublicId) -> Result<TenantView> {
    let mut conn = actor.enter(public_id).await?.connect().await?;
    let mut tx = conn.read_as_member().await?;
    let (tenant, member, permissions) = (tx.tenant(), tx.member(), tx.permissions());
    let row = sqlx::query!(
        r#"SELECT t.slug AS "slug: Slug", t.title, t.description, t.environment, t.colour, l.tag AS "logo?: LogoTag",
            u.name, u.email, f.position
        FROM control.tenants t
        JOIN control.feed f ON f.tenant_id = t.id
        JOIN control.memberships m ON m.tenant_id = t.id AND m.id = $2
        JOIN control.users u ON u.id = m.user_id
        LEFT JOIN control.logos l ON l.tenant_id = $1
        WHERE t.id = $1 AND m.tenant_id = $1 AND f.tenant_id = $1"#,
        tenant.0,
        member.0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(TenantView {
        public_id: public_id.clone(),
        slug: row.slug,
        title: row.title,
        description: row.description,
        environment: environment(&row.environment)?,
        colour: row.colour.as_deref().and_then(Colour::from_name),
        logo: row.logo,
        me: Me { member, name: row.name, email: row.email },
        permissions,
        upto: row.position,
    })
}

/// A constraint knows the same names.
pub(crate) fn environment(name: &str) -> Result<Environment> {
    Environment::from_name(name).ok_or_else(|| Error::Fault(format!("no environment is called {name}")))
}

/// The id of the organization at this address. Where there is none, one that nobody has: entering that takes as long as
/// entering one that is somebody else's.
pub(crate) async fn find_by_slug(actor: &Actor, slug: &str) -> Result<PublicId> {
    Ok(public_id_at(actor.db(), slug).await?.unwrap_or_else(random::public_id))
}

/// Why there is no way in: the actor's own organization is suspended, or there is nothing for this actor at all.
async fn not_to_be_entered(actor: &Actor, tenant: &PublicId) -> Result<AppError> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let suspension =
        sqlx::query!(r#"SELECT title AS "title!", message FROM control.suspension_of($1)"#, tenant.as_str());
    let suspension = suspension.fetch_optional(tx.sql()).await?;
    Ok(suspension.map_or(AppError::NotFound, |row| AppError::Suspended {
        organization: row.title,
        message: row.message.unwrap_or_default(),
    }))
}

pub(crate) async fn public_id_at(db: &Db, slug: &str) -> Result<Option<PublicId>> {
    let Ok(slug) = Slug::parse(slug) else { return Ok(None) };
    let mut conn = db.connect().await?;
    let found = sqlx::query_scalar!(r#"SELECT control.tenant_by_slug($1) AS "id: PublicId""#, slug.as_str());
    Ok(found.fetch_one(conn.idle()).await?)
}

/// Where the actor can go: organizations, and invitations to an address that was shown to be the actor's.
pub async fn list_organizations(actor: &Actor) -> Result<OrganizationsView> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let person =
        sqlx::query!("SELECT name, email, email_key, email_verified_at FROM control.users WHERE id = $1", user.0)
            .fetch_one(tx.sql())
            .await?;
    let (archived, organizations) =
        organizations_of(&mut tx).await?.into_iter().partition::<Vec<_>, _>(|(is_archived, _)| *is_archived);
    let [archived, organizations] =
        [archived, organizations].map(|some| some.into_iter().map(|(_, organization)| organization).collect());
    let email_verified = person.email_verified_at.is_some();
    let invitations =
        if email_verified { invitations::pending_for(tx.sql(), &person.email_key).await? } else { Vec::new() };
    let (name, email) = (person.name, person.email);
    Ok(OrganizationsView { name, email, email_verified, organizations, archived, invitations })
}

/// A person's organizations by name, each with whether it was put away.
async fn organizations_of(tx: &mut AccountTx<'_>) -> Result<Vec<(bool, OrganizationView)>> {
    let user = tx.user();
    let rows = sqlx::query!(
        r#"SELECT public_id AS "public_id!: PublicId", slug AS "slug!: Slug", title AS "title!",
            environment AS "environment!", colour, logo AS "logo: LogoTag", is_archived AS "is_archived!",
            roles AS "roles!"
        FROM control.chooser_of($1)"#,
        user.0
    );
    let organizations = rows.fetch_all(tx.sql()).await?.into_iter().map(|row| {
        let organization = OrganizationView {
            public_id: row.public_id,
            slug: row.slug,
            title: row.title,
            environment: environment(&row.environment)?,
            colour: row.colour.as_deref().and_then(Colour::from_name),
            logo: row.logo,
            roles: row.roles,
        };
        Ok((row.is_archived, organization))
    });
    organizations.collect()
}
