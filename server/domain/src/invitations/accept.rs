//! Becoming a member. Of many tries with one invitation the first wins: the door locks it.

use model::email::EmailAddress;
use model::ids::{InvitationId, MemberId, UserId};
use model::invitations::{AcceptInvitation, Joined};
use model::live::EventKind;
use model::slug::Slug;
use model::{AppError, Code, Fields};
use serde_json::json;

use crate::access::{Actor, InvitationKey, JoinTx, Visitor, open_person};
use crate::account::{SignedIn, insert_user, start_session};
use crate::audit::{Change, Entry};
use crate::error::{Error, Result};
use crate::random::{self, token_hash};

/// Accepts by the mailed link, as the account that is signed in.
pub async fn accept_by_token(actor: &Actor, token: &str) -> Result<Joined> {
    accept(actor, InvitationKey::Token(token_hash(token))).await
}

/// Accepts without the link: for somebody whose address was shown to be the invited one.
pub async fn accept_by_id(actor: &Actor, invitation: InvitationId) -> Result<Joined> {
    accept(actor, InvitationKey::Id(invitation)).await
}

async fn accept(actor: &Actor, key: InvitationKey) -> Result<Joined> {
    let mut conn = actor.connect().await?;
    let mut tx = JoinTx::signed_in(&mut conn, actor, key).await?;
    let (joined, change) = join(&mut tx).await?;
    tx.commit(actor.caller(), change).await?;
    Ok(joined)
}

/// Makes an account for the invited address, joins, and signs in. The link came by mail, so the address is verified.
pub async fn accept_as_new_account(
    visitor: &Visitor,
    token: &str,
    input: AcceptInvitation,
) -> Result<(SignedIn, Joined)> {
    let person = input.parse()?;
    let hash = token_hash(token);
    let email = invited_address(visitor, &hash).await?;
    let password_hash = visitor.db.passwords().hash(person.password).await?;
    let mut conn = visitor.db.connect().await?;
    let user = UserId(random::id());
    let mut opened = open_person(&mut conn, user).await?;
    let created = insert_user(opened.sql(), user, &person.name, &email, &password_hash).await;
    let created = created.map_err(account_exists)?;
    let mut tx = JoinTx::new_account(opened, &visitor.db, user, InvitationKey::Token(hash)).await?;
    let (joined, change) = join(&mut tx).await?;
    let begun = start_session(tx.sql(), visitor, user).await?;
    tx.commit_with_account(&visitor.caller, change, &created).await?;
    Ok((begun.announce(&visitor.db), joined))
}

/// The page offered to make an account that somebody has made meanwhile.
fn account_exists(error: Error) -> Error {
    match error {
        Error::App(AppError::Invalid { .. }) => AppError::invalid(Fields::WHOLE, Code::Taken).into(),
        error => error,
    }
}

async fn invited_address(visitor: &Visitor, hash: &[u8; 32]) -> Result<EmailAddress> {
    let mut conn = visitor.db.connect().await?;
    let email = sqlx::query_scalar!(
        r#"SELECT email AS "email!: EmailAddress" FROM control.invitation_offers($1, NULL)"#,
        &hash[..]
    );
    let email = email.fetch_optional(conn.idle()).await?;
    Ok(email.ok_or(AppError::Conflict { reason: Code::LinkExpired })?)
}

/// Makes the person of this transaction a member with the invitation's roles, also when he was one before.
async fn join(tx: &mut JoinTx<'_>) -> Result<(Joined, Change)> {
    let (tenant, user, invitation) = (tx.tenant(), tx.user(), tx.invitation());
    let member = sqlx::query_scalar!(
        r#"INSERT INTO control.memberships AS m (tenant_id, id, user_id) VALUES ($1, $2, $3)
        ON CONFLICT ON CONSTRAINT memberships_once
            DO UPDATE SET status = 'active', removed_at = NULL, joined_at = now() WHERE m.status <> 'active'
        RETURNING id AS "id: MemberId""#,
        tenant.0,
        random::id(),
        user.0
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(AppError::Conflict { reason: Code::AlreadyMember })?;
    sqlx::query!("DELETE FROM control.member_roles WHERE tenant_id = $1 AND member_id = $2", tenant.0, member.0)
        .execute(tx.sql())
        .await?;
    sqlx::query!(
        "INSERT INTO control.member_roles (tenant_id, member_id, role_id)
        SELECT tenant_id, $3, role_id FROM control.invitation_roles WHERE tenant_id = $1 AND invitation_id = $2",
        tenant.0,
        invitation.0,
        member.0
    )
    .execute(tx.sql())
    .await?;
    sqlx::query!(
        "UPDATE control.invitations SET accepted_at = now() WHERE tenant_id = $1 AND id = $2",
        tenant.0,
        invitation.0
    )
    .execute(tx.sql())
    .await?;
    let slug = sqlx::query_scalar!(r#"SELECT slug AS "slug: Slug" FROM control.tenants WHERE id = $1"#, tenant.0)
        .fetch_one(tx.sql())
        .await?;
    let details = json!({ "invitation": invitation });
    let entry = Entry { action: EventKind::MemberJoined.as_str(), resource: member.into(), details };
    let change = Change { kind: Some(EventKind::MemberJoined), ids: vec![member.into()], entries: vec![entry] };
    Ok((Joined { slug }, change))
}
