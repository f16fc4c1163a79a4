//! What an organization says of itself, changed all at once: either everything that somebody typed is saved, or nothing.

use model::ids::PublicId;
use model::live::EventKind;
use model::permission::organization;
use model::settings::{Colour, LogoChange, LogoTag, Metadata, NewSettings, SettingsView, UpdateSettings};
use model::slug::Slug;
use model::{AppError, Code};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;

use crate::access::{Actor, TenantTx};
use crate::attempts::{self, Attempt};
use crate::audit::Change;
use crate::error::{Error, Result};
use crate::tenants::{environment, told_of_slug};

/// A logo as it is kept.
pub struct Logo {
    /// Tells it from the one before.
    pub tag: LogoTag,
    /// A PNG that the program has drawn.
    pub image: Vec<u8>,
}

/// The organization's settings.
pub async fn read_settings(actor: &Actor, tenant: &PublicId) -> Result<SettingsView> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, organization::Update> = conn.read().await?;
    read(&mut tx).await
}

/// Saves the settings, unless somebody else has changed them since the caller saw them. What is as it was leaves no entry.
pub async fn update_settings(actor: &Actor, tenant: &PublicId, input: UpdateSettings) -> Result<SettingsView> {
    let settings = input.parse()?;
    // Before anything that costs something: whether the caller may, and whether the address shall be another.
    let slug = read_settings(actor, tenant).await?.slug;
    if settings.slug != slug {
        // Outside of the transaction, so that it counts what is refused: a slug that is taken is told.
        let mut conn = actor.db().connect().await?;
        attempts::allow_caller(actor.db(), conn.idle(), actor.caller()).await?;
    }
    let logo = match settings.logo.clone() {
        LogoChange::Keep => LogoChange::Keep,
        LogoChange::Remove => LogoChange::Remove,
        LogoChange::Replace(picture) => LogoChange::Replace(actor.db().logos().draw(picture).await?),
    };
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, organization::Update> = conn.begin().await?;
    let id = tx.tenant();
    lock(&mut tx, settings.version).await?;
    let before = read(&mut tx).await?;
    if settings.slug != before.slug {
        attempts::allow(tx.sql(), &[Attempt::Renaming(id)]).await?;
    }
    write(&mut tx, &settings).await?;
    write_logo(&mut tx, logo).await?;
    let after = read(&mut tx).await?;
    let Some(details) = differences(&before, &after)? else { return Ok(before) };
    tx.commit(Change::one(EventKind::TenantUpdated, id, details)).await?;
    Ok(after)
}

/// The logo of one of the caller's organizations. The caller does not go into it by that.
pub async fn read_logo(actor: &Actor, tenant: &PublicId) -> Result<Logo> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let logo = sqlx::query_as!(
        Logo,
        r#"SELECT tag AS "tag!: LogoTag", image AS "image!" FROM control.logo_of($1)"#,
        tenant.as_str()
    );
    logo.fetch_optional(tx.sql()).await?.ok_or(AppError::NotFound.into())
}

async fn read(tx: &mut TenantTx<'_, organization::Update>) -> Result<SettingsView> {
    let row = sqlx::query!(
        r#"SELECT t.settings_version, t.public_id AS "public_id: PublicId", t.title, t.slug AS "slug: Slug", t.description,
            t.metadata AS "metadata: Json<Value>", t.environment, t.colour, l.tag AS "logo?: LogoTag"
        FROM control.tenants t
        LEFT JOIN control.logos l ON l.tenant_id = $1
        WHERE t.id = $1"#,
        tx.tenant().0
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(SettingsView {
        version: row.settings_version,
        public_id: row.public_id,
        title: row.title,
        slug: row.slug,
        description: row.description,
        metadata: Metadata::show(&row.metadata.0),
        environment: environment(&row.environment)?,
        colour: row.colour.as_deref().and_then(Colour::from_name),
        logo: row.logo,
    })
}

/// Holds the settings still until the transaction ends, if they are those that the caller saw.
async fn lock(tx: &mut TenantTx<'_, organization::Update>, seen: i64) -> Result<()> {
    let version = sqlx::query_scalar!(
        "SELECT settings_version FROM control.tenants WHERE id = $1 AND status = 'active' FOR NO KEY UPDATE",
        tx.tenant().0
    );
    match version.fetch_optional(tx.sql()).await? {
        None => Err(AppError::NotFound.into()),
        Some(version) if version != seen => Err(AppError::Conflict { reason: Code::Stale }.into()),
        Some(_) => Ok(()),
    }
}

async fn write(tx: &mut TenantTx<'_, organization::Update>, settings: &NewSettings) -> Result<()> {
    sqlx::query!(
        "UPDATE control.tenants
        SET title = $2, slug = $3, description = $4, metadata = $5, environment = $6, colour = $7,
            settings_version = settings_version + 1
        WHERE id = $1",
        tx.tenant().0,
        settings.title.as_str(),
        settings.slug.as_str(),
        settings.description.as_str(),
        Json(&settings.metadata) as _,
        settings.environment.as_str(),
        settings.colour.map(Colour::as_str)
    )
    .execute(tx.sql())
    .await
    .map_err(told_of_slug)?;
    Ok(())
}

async fn write_logo(tx: &mut TenantTx<'_, organization::Update>, logo: LogoChange<Vec<u8>>) -> Result<()> {
    let tenant = tx.tenant();
    match logo {
        LogoChange::Keep => (),
        LogoChange::Remove => {
            sqlx::query!("DELETE FROM control.logos WHERE tenant_id = $1", tenant.0).execute(tx.sql()).await?;
        }
        LogoChange::Replace(image) => {
            sqlx::query!(
                "INSERT INTO control.logos (tenant_id, tag, image) VALUES ($1, $2, $3)
                ON CONFLICT (tenant_id) DO UPDATE SET tag = EXCLUDED.tag, image = EXCLUDED.image",
                tenant.0,
                tag_of(&image),
                image
            )
            .execute(tx.sql())
            .await?;
        }
    }
    Ok(())
}

/// The same picture has the same tag.
fn tag_of(image: &[u8]) -> String {
    let bits = Sha256::digest(image).iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    format!("{bits:016x}")
}

/// What is another now, as it was and as it is; none if nothing is.
fn differences(before: &SettingsView, after: &SettingsView) -> Result<Option<Value>> {
    let fields = |settings: &SettingsView| match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => Ok(fields),
        other => Err(Error::Fault(format!("settings are no object: {other:?}"))),
    };
    let (before, after) = (fields(before)?, fields(after)?);
    let differing = |these: &Map<String, Value>, those: &Map<String, Value>| {
        let differing = these.iter().filter(|(name, value)| *name != "version" && those.get(*name) != Some(*value));
        differing.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>()
    };
    let (was, is) = (differing(&before, &after), differing(&after, &before));
    Ok((!is.is_empty()).then(|| json!({ "before": was, "after": is })))
}
