//! Invitations: asking somebody in, taking it back, and being asked.

mod accept;
mod offer;
mod sending;

use model::AppError;
use model::ids::{InvitationId, MemberId, PublicId, RoleId};
use model::invitations::{InvitationCursor, InvitationPage, InvitationView, PendingInvitation};
use model::live::EventKind;
use model::permission::{member, role};
use model::roles::RoleName;
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::{Actor, TenantTx};
use crate::audit::{Change, Entry};
use crate::error::Result;
use crate::members::Status;
use crate::roles;

pub use accept::{accept_as_new_account, accept_by_id, accept_by_token};
pub use offer::read_offer;
pub(crate) use sending::invite;
pub use sending::{invite_member, invite_members, resend_invitation};

/// Invitations that can still be accepted, the newest first. One whose inviter may not invite to its roles any more
/// cannot.
pub async fn list_invitations(
    actor: &Actor,
    tenant: &PublicId,
    after: Option<InvitationCursor>,
) -> Result<InvitationPage> {
    let mut conn = actor.enter(tenant).await?.connect().await?;
    let mut tx: TenantTx<'_, member::Invite> = conn.read().await?;
    let (created_at, id) = after.map(|after| (after.created_at, after.id.0)).unzip();
    let mut rows = sqlx::query_as!(
        Row,
        r#"SELECT i.id AS "id: InvitationId", i.email, i.created_at, i.expires_at, u.name AS invited_by,
            (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.name, r.id)
                FROM control.invitation_roles ir
                JOIN control.roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.role_id
                WHERE ir.tenant_id = $1 AND ir.invitation_id = i.id) AS "roles!: Json<Vec<RoleName>>"
        FROM control.invitations i
        JOIN control.memberships m ON m.tenant_id = i.tenant_id AND m.id = i.invited_by
        JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
            AND ($2::timestamptz IS NULL OR (i.created_at, i.id) < ($2, $3::uuid))
            AND control.invitation_stands(i.tenant_id, i.id)
        ORDER BY i.created_at DESC, i.id DESC
        LIMIT $4"#,
        tx.tenant().0,
        created_at,
        id,
        i64::try_from(InvitationPage::SIZE + 1).unwrap_or(i64::MAX)
    )
    .fetch_all(tx.sql())
    .await?;
    let more = rows.len() > InvitationPage::SIZE;
    rows.truncate(InvitationPage::SIZE);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| InvitationCursor { created_at: last.created_at, id: last.id });
    Ok(InvitationPage { invitations: rows.into_iter().map(Row::into_view).collect(), next })
}

/// An invitation as it is read.
struct Row {
    id: InvitationId,
    email: String,
    created_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    invited_by: String,
    roles: Json<Vec<RoleName>>,
}

impl Row {
    fn into_view(self) -> InvitationView {
        let Self { id, email, expires_at, invited_by, roles: Json(roles), .. } = self;
        InvitationView { id, email, roles, invited_by, expires_at }
    }
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

/// Takes back what waits for the addresses of those of these members who have this status, because somebody decides about
/// the memberships themselves. Those are locked after it, in the order of accepting: the two never wait for each other in a
/// circle.
pub(crate) async fn revoke_those_of<P>(
    tx: &mut TenantTx<'_, P>,
    status: Status,
    members: &[MemberId],
) -> Result<Vec<Entry>> {
    let members: Vec<_> = members.iter().map(|member| member.0).collect();
    let revoked = sqlx::query!(
        r#"UPDATE control.invitations i SET revoked_at = now()
        FROM control.memberships m JOIN control.users u ON u.id = m.user_id
        WHERE i.tenant_id = $1 AND m.tenant_id = $1 AND m.id = ANY ($2) AND i.email_key = u.email_key
            AND (m.status = 'removed') = $3 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
        RETURNING i.id, i.email"#,
        tx.tenant().0,
        &members,
        status.is_removed()
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

async fn roles_of(tx: &mut TenantTx<'_, member::Invite>, id: InvitationId) -> Result<Vec<RoleId>> {
    let roles = sqlx::query_scalar!(
        r#"SELECT role_id AS "id: RoleId" FROM control.invitation_roles WHERE tenant_id = $1 AND invitation_id = $2"#,
        tx.tenant().0,
        id.0
    );
    Ok(roles.fetch_all(tx.sql()).await?)
}
