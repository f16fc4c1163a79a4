//! Invitations: asking somebody in, taking it back, and being asked.

mod accept;
mod offer;

use model::ids::{InvitationId, MemberId, PublicId, RoleId};
use model::invitations::{InvitationView, Invite, InviteMember, PendingInvitation};
use model::live::EventKind;
use model::permission::{member, role};
use model::roles::RoleName;
use model::{AppError, Code};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::Duration;

use crate::access::{Actor, TenantTx};
use crate::attempts::{self, Attempt};
use crate::audit::{Change, Entry};
use crate::error::{Error, Result};
use crate::random::Token;
use crate::{clock, mail, random, roles};

pub use accept::{accept_as_new_account, accept_by_id, accept_by_token};
pub use offer::read_offer;

/// How long an invitation can be accepted.
const LIFETIME: Duration = Duration::hours(48);

/// Invitations that can still be accepted, the newest first. One whose inviter may not invite to its roles any more
/// cannot.
pub async fn list_invitations(actor: &Actor, tenant: &PublicId) -> Result<Vec<InvitationView>> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.read().await?;
    let rows = sqlx::query!(
        r#"SELECT i.id AS "id: InvitationId", i.email, i.expires_at, u.name AS invited_by,
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name, r.id)
                FROM control.invitation_roles ir
                JOIN control.roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.role_id
                WHERE ir.tenant_id = $1 AND ir.invitation_id = i.id) AS "roles!: Json<Vec<RoleName>>"
        FROM control.invitations i
        JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
        JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
            AND control.invitation_stands(i.tenant_id, i.id)
        ORDER BY i.created_at DESC, i.id DESC
        LIMIT 1000"#,
        tx.tenant().0
    )
    .fetch_all(tx.sql())
    .await?;
    let view =
        |id, email, Json(roles), invited_by, expires_at| InvitationView { id, email, roles, invited_by, expires_at };
    Ok(rows.into_iter().map(|row| view(row.id, row.email, row.roles, row.invited_by, row.expires_at)).collect())
}

/// Asks somebody to join with these roles, by a link that is mailed and bound to the address.
pub async fn invite_member(actor: &Actor, tenant: &PublicId, input: InviteMember) -> Result<InvitationView> {
    let (view, _) = invite(actor, tenant, input.parse()?).await?;
    Ok(view)
}

/// The same for callers inside the program that hand the link over themselves; none if the form was sent before.
pub(crate) async fn invite(actor: &Actor, tenant: &PublicId, input: Invite) -> Result<(InvitationView, Option<Token>)> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.begin().await?;
    roles::check_grantable(&mut *tx.also::<role::Assign>()?, &input.roles).await?;
    refuse_member(&mut tx, &input).await?;
    let token = random::token();
    let Some(id) = insert(&mut tx, &input, &token).await? else {
        return Ok((made_before(&mut tx, &input).await?, None));
    };
    let tenant = tx.tenant();
    let view = find(&mut tx, id).await?;
    let mail = mail::text::invitation(
        actor.caller().language,
        &view.email,
        &view.invited_by,
        &title(&mut tx).await?,
        &actor.db().link(&format!("/invitations/{}", token.text)),
    );
    mail::enqueue(tx.sql(), Some(tenant), &mail).await?;
    // Late, for whoever invites here at the same time waits for the count.
    allow(&mut tx, actor, &input).await?;
    let details = json!({ "email": input.email, "roles": input.roles });
    tx.commit(Change::one(EventKind::InvitationCreated, id, details)).await?;
    Ok((view, Some(token)))
}

/// Takes an invitation back: its link opens nothing any more. Only who could have sent it may.
pub async fn revoke_invitation(actor: &Actor, tenant: &PublicId, invitation: InvitationId) -> Result<()> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.begin().await?;
    let email = sqlx::query_scalar!(
        "UPDATE control.invitations SET revoked_at = now()
        WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL
        RETURNING email",
        tx.tenant().0,
        invitation.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(AppError::NotFound)?;
    let roles = roles_of(&mut tx, invitation).await?;
    roles::check_grantable(&mut *tx.also::<role::Assign>()?, &roles).await?;
    tx.commit(Change::one(EventKind::InvitationRevoked, invitation, json!({ "email": email }))).await
}

/// Takes back what waits for a member's address, because somebody decides about the membership itself. That is locked
/// after it, in the order of accepting: the two never wait for each other in a circle.
pub(crate) async fn revoke_those_of<P>(tx: &mut TenantTx<'_, P>, member: MemberId) -> Result<Vec<Entry>> {
    let revoked = sqlx::query!(
        r#"UPDATE control.invitations i SET revoked_at = now()
        FROM control.memberships m JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND m.tenant_id = $1 AND m.id = $2 AND i.email_key = u.email_key
            AND i.accepted_at IS NULL AND i.revoked_at IS NULL
        RETURNING i.id, i.email"#,
        tx.tenant().0,
        member.0
    )
    .fetch_all(tx.sql())
    .await?;
    let action = EventKind::InvitationRevoked.as_str();
    let entry = |id, email: String| Entry { action, resource: id, details: json!({ "email": email }) };
    Ok(revoked.into_iter().map(|row| entry(row.id, row.email)).collect())
}

/// What waits for the person of this address and this transaction, if the address was shown to be the person's.
pub(crate) async fn pending_for(sql: &mut PgConnection, email_key: &str) -> Result<Vec<PendingInvitation>> {
    let pending = sqlx::query_as!(
        PendingInvitation,
        r#"SELECT invitation_id AS "id!: InvitationId", organization AS "organization!", invited_by AS "invited_by!",
            roles AS "roles!"
        FROM control.invitation_offers(NULL, $1)"#,
        email_key
    );
    Ok(pending.fetch_all(sql).await?)
}

/// Nobody's mailbox is filled by invitations, and nobody sends many of them in the name of an address that may be
/// somebody else's.
async fn allow(tx: &mut TenantTx<'_, member::Invite>, actor: &Actor, input: &Invite) -> Result<()> {
    let (tenant, member) = (tx.tenant(), tx.member());
    let verified = sqlx::query_scalar!(
        r#"SELECT u.email_verified_at IS NOT NULL AS "verified!" FROM control.memberships m
        JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND m.id = $2"#,
        tenant.0,
        member.0
    );
    if !verified.fetch_one(tx.sql()).await? {
        let unverified = attempts::allow(tx.sql(), &[Attempt::InvitationByUnverified(actor.user())]).await;
        unverified.map_err(confirm_first)?;
    }
    let of_tenant = Attempt::InvitationOf(tenant, actor.db().invitations_per_day());
    attempts::allow(tx.sql(), &[Attempt::Invitation(tenant, &input.email.key()), of_tenant]).await
}

/// There is something better to do than to wait.
fn confirm_first(error: Error) -> Error {
    match error {
        Error::App(AppError::RateLimited { .. }) => AppError::Conflict { reason: Code::EmailUnverified }.into(),
        error => error,
    }
}

async fn refuse_member(tx: &mut TenantTx<'_, member::Invite>, input: &Invite) -> Result<()> {
    let member = sqlx::query_scalar!(
        "SELECT 1 FROM control.memberships m JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND m.status = 'active' AND u.email_key = $2",
        tx.tenant().0,
        input.email.key()
    );
    match member.fetch_optional(tx.sql()).await? {
        Some(_) => Err(AppError::invalid("email", Code::AlreadyMember).into()),
        None => Ok(()),
    }
}

/// Adds the invitation. None: the address has a pending one, or this form was sent before.
async fn insert(tx: &mut TenantTx<'_, member::Invite>, input: &Invite, token: &Token) -> Result<Option<InvitationId>> {
    let (tenant, member) = (tx.tenant(), tx.member());
    // One that nobody can accept any more is in nobody's way.
    sqlx::query!(
        "UPDATE control.invitations SET revoked_at = now()
        WHERE tenant_id = $1 AND email_key = $2 AND accepted_at IS NULL AND revoked_at IS NULL
            AND (expires_at <= now() OR NOT control.invitation_stands(tenant_id, id))",
        tenant.0,
        input.email.key()
    )
    .execute(tx.sql())
    .await?;
    let id = sqlx::query_scalar!(
        r#"INSERT INTO control.invitations
            (tenant_id, id, email, email_key, token_hash, invited_by, idempotency_key, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING
        RETURNING id AS "id: InvitationId""#,
        tenant.0,
        random::id(),
        input.email.as_str(),
        input.email.key(),
        &token.hash[..],
        member.0,
        input.key.0,
        clock::now() + LIFETIME
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(id) = id else { return Ok(None) };
    let roles: Vec<_> = input.roles.iter().map(|role| role.0).collect();
    sqlx::query!(
        "INSERT INTO control.invitation_roles (tenant_id, invitation_id, role_id)
        SELECT $1, $2, role_id FROM unnest($3::uuid[]) AS r (role_id)",
        tenant.0,
        id.0,
        &roles
    )
    .execute(tx.sql())
    .await?;
    Ok(Some(id))
}

async fn made_before(tx: &mut TenantTx<'_, member::Invite>, input: &Invite) -> Result<InvitationView> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id: InvitationId" FROM control.invitations
        WHERE tenant_id = $1 AND idempotency_key = $2 AND email_key = $3"#,
        tx.tenant().0,
        input.key.0,
        input.email.key()
    );
    match id.fetch_optional(tx.sql()).await? {
        Some(id) => find(tx, id).await,
        None => Err(AppError::invalid("email", Code::AlreadyInvited).into()),
    }
}

async fn find(tx: &mut TenantTx<'_, member::Invite>, id: InvitationId) -> Result<InvitationView> {
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT i.email, i.expires_at, u.name AS invited_by
        FROM control.invitations i
        JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
        JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND i.id = $2",
        tenant.0,
        id.0
    )
    .fetch_one(tx.sql())
    .await?;
    let roles = roles_of(tx, id).await?;
    let roles = roles::names(tx, &roles).await?;
    Ok(InvitationView { id, email: row.email, roles, invited_by: row.invited_by, expires_at: row.expires_at })
}

async fn roles_of(tx: &mut TenantTx<'_, member::Invite>, id: InvitationId) -> Result<Vec<RoleId>> {
    let roles = sqlx::query_scalar!(
        r#"SELECT role_id AS "id: RoleId" FROM control.invitation_roles WHERE tenant_id = $1 AND invitation_id = $2"#,
        tx.tenant().0,
        id.0
    );
    Ok(roles.fetch_all(tx.sql()).await?)
}

async fn title(tx: &mut TenantTx<'_, member::Invite>) -> Result<String> {
    let title = sqlx::query_scalar!("SELECT title FROM control.tenants WHERE id = $1", tx.tenant().0);
    Ok(title.fetch_one(tx.sql()).await?)
}
