//! Sending invitations: one, many at once, or one of them once more.

use std::collections::{BTreeMap, BTreeSet};

use model::ids::{IdempotencyKey, InvitationId, PublicId, RoleId};
use model::invitations::{InvitationView, Invite, InviteMany, InviteMember, InviteMembers, Invited, RefusedLine};
use model::live::EventKind;
use model::permission::{member, role};
use model::roles::RoleName;
use model::{AppError, Code};
use serde_json::json;
use sqlx::types::Json;
use time::Duration;
use uuid::Uuid;

use super::{Row, roles_of};
use crate::access::{Actor, TenantTx};
use crate::attempts::{self, Attempt};
use crate::audit::{Change, Entry};
use crate::error::{Error, Result};
use crate::mail::text::Mail;
use crate::random::Token;
use crate::{clock, mail, random, roles};

/// How long an invitation can be accepted.
const LIFETIME: Duration = Duration::hours(48);

/// Asks somebody to join with these roles, by a link that is mailed and bound to the address.
pub async fn invite_member(actor: &Actor, tenant: &PublicId, input: InviteMember) -> Result<InvitationView> {
    let (view, _) = invite(actor, tenant, input.parse()?).await?;
    Ok(view)
}

/// Asks many to join with these roles. All lines that can be carried out are, in one transaction; the others come back,
/// each with what stands in its way.
pub async fn invite_members(actor: &Actor, tenant: &PublicId, input: InviteMembers) -> Result<Invited> {
    let (invited, _) = invite_all(actor, tenant, input.parse()?).await?;
    Ok(invited)
}

/// One, for callers inside the program that hand the link over themselves; none if the form was sent before.
pub(crate) async fn invite(actor: &Actor, tenant: &PublicId, input: Invite) -> Result<(InvitationView, Option<Token>)> {
    let Invite { email, roles, key } = input;
    let emails = vec![(email.as_str().to_owned(), email)];
    let (mut invited, mut tokens) =
        invite_all(actor, tenant, InviteMany { emails, refused: Vec::new(), roles, key }).await?;
    match (invited.invited.pop(), invited.refused.pop()) {
        (Some(view), _) => Ok((view, tokens.pop_first().map(|(_, token)| token))),
        (None, refused) => Err(AppError::invalid("email", refused.map_or(Code::Unknown, |line| line.code)).into()),
    }
}

async fn invite_all(
    actor: &Actor,
    tenant: &PublicId,
    input: InviteMany,
) -> Result<(Invited, BTreeMap<InvitationId, Token>)> {
    let InviteMany { emails, mut refused, roles, key } = input;
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.begin().await?;
    roles::check_grantable(&mut *tx.also::<role::Assign>()?, &roles).await?;
    // By the key of the address, so that of two who invite the same people neither waits for the other in a circle.
    let mut asked: BTreeMap<_, _> = emails.into_iter().map(|(line, email)| (email.key(), (line, email))).collect();
    let keys: Vec<_> = asked.keys().cloned().collect();
    for key in members_among(&mut tx, &keys).await? {
        refused.extend(asked.remove(&key).map(|(line, _)| RefusedLine { line, code: Code::AlreadyMember }));
    }
    let keys: Vec<_> = asked.keys().cloned().collect();
    revoke_dead(&mut tx, &keys).await?;
    let tokens = insert(&mut tx, &asked, &roles, key).await?;
    let made = invitations_of(&mut tx, key, &keys).await?;
    for (email_key, (line, _)) in &asked {
        if !made.contains_key(email_key) {
            refused.push(RefusedLine { line: line.clone(), code: Code::AlreadyInvited });
        }
    }
    let ids: Vec<_> = made.into_values().collect();
    let invited = Invited { invited: find_all(&mut tx, &ids).await?, refused };
    if tokens.is_empty() {
        return Ok((invited, tokens));
    }
    let new: Vec<_> = invited.invited.iter().filter(|view| tokens.contains_key(&view.id)).collect();
    let title = title(&mut tx).await?;
    let mails: Vec<_> = new.iter().map(|view| invitation_mail(actor, view, &title, &tokens[&view.id])).collect();
    let tenant = tx.tenant();
    mail::enqueue_all(tx.sql(), Some(tenant), &mails).await?;
    // Late, for whoever invites here at the same time waits for the count.
    allow(&mut tx, actor, &new).await?;
    let entry = |view: &&InvitationView| Entry {
        action: EventKind::InvitationCreated.as_str(),
        resource: view.id.into(),
        details: json!({ "email": view.email, "roles": roles }),
    };
    tx.commit(Change::many(EventKind::InvitationCreated, new.iter().map(entry).collect())).await?;
    Ok((invited, tokens))
}

/// Sends an invitation once more, for as long as a new one has. The link that was mailed before opens nothing any more.
/// Only who could have sent it may.
pub async fn resend_invitation(actor: &Actor, tenant: &PublicId, invitation: InvitationId) -> Result<InvitationView> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.begin().await?;
    let token = random::token();
    let renewed = sqlx::query!(
        "UPDATE control.invitations SET token_hash = $3, expires_at = $4
        WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL
            AND control.invitation_stands(tenant_id, id)",
        tx.tenant().0,
        invitation.0,
        &token.hash[..],
        clock::now() + LIFETIME
    )
    .execute(tx.sql())
    .await?;
    if renewed.rows_affected() == 0 {
        return Err(AppError::NotFound.into());
    }
    let roles = roles_of(&mut tx, invitation).await?;
    roles::check_grantable(&mut *tx.also::<role::Assign>()?, &roles).await?;
    let view = find_all(&mut tx, &[invitation]).await?.pop().ok_or(AppError::NotFound)?;
    let mail = invitation_mail(actor, &view, &title(&mut tx).await?, &token);
    let tenant = tx.tenant();
    mail::enqueue(tx.sql(), Some(tenant), &mail).await?;
    attempts::allow(tx.sql(), &[Attempt::Resend(invitation)]).await?;
    allow(&mut tx, actor, &[&view]).await?;
    let details = json!({ "email": view.email });
    tx.commit(Change::one(EventKind::InvitationResent, invitation, details)).await?;
    Ok(view)
}

fn invitation_mail(actor: &Actor, view: &InvitationView, title: &str, token: &Token) -> Mail {
    let link = actor.db().link(&format!("/invitations/{}", token.text));
    mail::text::invitation(actor.caller().language, &view.email, &view.invited_by, title, &link)
}

/// Nobody's mailbox is filled by invitations, and nobody sends many of them in the name of an address that may be
/// somebody else's.
async fn allow(tx: &mut TenantTx<'_, member::Invite>, actor: &Actor, new: &[&InvitationView]) -> Result<()> {
    let (tenant, member) = (tx.tenant(), tx.member());
    let verified = sqlx::query_scalar!(
        r#"SELECT u.email_verified_at IS NOT NULL AS "verified!" FROM control.memberships m
        JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND m.id = $2"#,
        tenant.0,
        member.0
    );
    if !verified.fetch_one(tx.sql()).await? {
        let each: Vec<_> = new.iter().map(|_| Attempt::InvitationByUnverified(actor.user())).collect();
        attempts::allow(tx.sql(), &each).await.map_err(confirm_first)?;
    }
    let keys: Vec<_> = new.iter().map(|view| view.email.to_ascii_lowercase()).collect();
    let each = keys.iter().map(|key| Attempt::Invitation(tenant, key));
    let of_tenant = new.iter().map(|_| Attempt::InvitationOf(tenant, actor.db().invitations_per_day()));
    attempts::allow(tx.sql(), &each.chain(of_tenant).collect::<Vec<_>>()).await
}

/// There is something better to do than to wait.
fn confirm_first(error: Error) -> Error {
    match error {
        Error::App(AppError::RateLimited { .. }) => AppError::Conflict { reason: Code::EmailUnverified }.into(),
        error => error,
    }
}

/// Which of these addresses belong to members, suspended ones too.
async fn members_among(tx: &mut TenantTx<'_, member::Invite>, keys: &[String]) -> Result<BTreeSet<String>> {
    let members = sqlx::query_scalar!(
        "SELECT u.email_key FROM control.memberships m JOIN control.users u ON u.id = m.user_id
        WHERE m.tenant_id = $1 AND m.status <> 'removed' AND u.email_key = ANY ($2)",
        tx.tenant().0,
        keys
    );
    Ok(members.fetch_all(tx.sql()).await?.into_iter().collect())
}

/// One that nobody can accept any more is in nobody's way.
async fn revoke_dead(tx: &mut TenantTx<'_, member::Invite>, keys: &[String]) -> Result<()> {
    sqlx::query!(
        "UPDATE control.invitations SET revoked_at = now()
        WHERE tenant_id = $1 AND email_key = ANY ($2) AND accepted_at IS NULL AND revoked_at IS NULL
            AND (expires_at <= now() OR NOT control.invitation_stands(tenant_id, id))",
        tx.tenant().0,
        keys
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Adds the invitations, and answers the secrets of those that are new: not of an address that has a pending one, or that
/// this form was sent for before.
async fn insert(
    tx: &mut TenantTx<'_, member::Invite>,
    asked: &BTreeMap<String, (String, model::email::EmailAddress)>,
    roles: &[RoleId],
    key: IdempotencyKey,
) -> Result<BTreeMap<InvitationId, Token>> {
    let (tenant, member) = (tx.tenant(), tx.member());
    let keys: Vec<_> = asked.keys().cloned().collect();
    let emails: Vec<_> = asked.values().map(|(_, email)| email.as_str().to_owned()).collect();
    let ids: Vec<_> = asked.iter().map(|_| random::id()).collect();
    let tokens: Vec<_> = asked.iter().map(|_| random::token()).collect();
    let hashes: Vec<Vec<u8>> = tokens.iter().map(|token| token.hash.to_vec()).collect();
    let inserted = sqlx::query_scalar!(
        r#"INSERT INTO control.invitations
            (tenant_id, id, email, email_key, token_hash, invited_by, idempotency_key, expires_at)
        SELECT $1, n.id, n.email, n.email_key, n.token_hash, $2, $3, $4
        FROM unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[]) AS n (id, email, email_key, token_hash)
        ORDER BY n.email_key
        ON CONFLICT DO NOTHING
        RETURNING id AS "id: InvitationId""#,
        tenant.0,
        member.0,
        key.0,
        clock::now() + LIFETIME,
        &ids,
        &emails,
        &keys,
        &hashes
    )
    .fetch_all(tx.sql())
    .await?;
    let roles: Vec<Uuid> = roles.iter().map(|role| role.0).collect();
    let new: Vec<Uuid> = inserted.iter().map(|id| id.0).collect();
    sqlx::query!(
        "INSERT INTO control.invitation_roles (tenant_id, invitation_id, role_id)
        SELECT $1, i.id, r.role_id FROM unnest($2::uuid[]) AS i (id), unnest($3::uuid[]) AS r (role_id)",
        tenant.0,
        &new,
        &roles
    )
    .execute(tx.sql())
    .await?;
    let made = ids.into_iter().map(InvitationId).zip(tokens);
    Ok(made.filter(|(id, _)| inserted.contains(id)).collect())
}

/// What this form has made of these addresses, now or when it was sent before.
async fn invitations_of(
    tx: &mut TenantTx<'_, member::Invite>,
    key: IdempotencyKey,
    emails: &[String],
) -> Result<BTreeMap<String, InvitationId>> {
    let made = sqlx::query!(
        r#"SELECT email_key, id AS "id: InvitationId" FROM control.invitations
        WHERE tenant_id = $1 AND idempotency_key = $2 AND email_key = ANY ($3)"#,
        tx.tenant().0,
        key.0,
        emails
    );
    Ok(made.fetch_all(tx.sql()).await?.into_iter().map(|row| (row.email_key, row.id)).collect())
}

async fn find_all(tx: &mut TenantTx<'_, member::Invite>, ids: &[InvitationId]) -> Result<Vec<InvitationView>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT i.id AS "id: InvitationId", i.email, i.created_at, i.expires_at, u.name AS invited_by,
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name, r.id)
                FROM control.invitation_roles ir
                JOIN control.roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.role_id
                WHERE ir.tenant_id = $1 AND ir.invitation_id = i.id) AS "roles!: Json<Vec<RoleName>>"
        FROM control.invitations i
        JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
        JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND i.id = ANY ($2)
        ORDER BY i.email_key"#,
        tx.tenant().0,
        &ids
    );
    Ok(rows.fetch_all(tx.sql()).await?.into_iter().map(Row::into_view).collect())
}

async fn title(tx: &mut TenantTx<'_, member::Invite>) -> Result<String> {
    let title = sqlx::query_scalar!("SELECT title FROM control.tenants WHERE id = $1", tx.tenant().0);
    Ok(title.fetch_one(tx.sql()).await?)
}
