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
use crate::attempts;
use crate::audit::Change;
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
    let password = person.password.chosen_by(person.name.as_str(), &email);
    let password = password.map_err(|code| AppError::invalid("password", code))?;
    let password_hash = visitor.db.passwords().hash(password).await?;
    let mut conn = visitor.db.connect().await?;
    let user = UserId(random::id());
    let mut opened = open_person(&mut conn, user).await?;
    let created = insert_user(opened.sql(), user, &person.name, &email, &password_hash).await;
    let created = created.map_err(|error| match error {
        Error::App(AppError::Invalid { .. }) => account_exists().into(),
        error => error,
    })?;
    let mut tx = JoinTx::new_account(opened, &visitor.db, user, InvitationKey::Token(hash)).await?;
    let (joined, change) = join(&mut tx).await?;
    let begun = start_session(tx.sql(), visitor, user).await?;
    tx.commit_with_account(&visitor.caller, change, &created).await?;
    Ok((begun.announce(&visitor.db), joined))
}

/// The page offered to make an account that somebody has made meanwhile.
fn account_exists() -> AppError {
    AppError::invalid(Fields::WHOLE, Code::Taken)
}

/// The address of somebody who has no account yet. Decided before a password is hashed, which is dear.
async fn invited_address(visitor: &Visitor, hash: &[u8; 32]) -> Result<EmailAddress> {
    let mut conn = visitor.db.connect().await?;
    attempts::allow_caller(&visitor.db, conn.idle(), &visitor.caller).await?;
    let invited = sqlx::query!(
        r#"SELECT email AS "email!: EmailAddress", control.account_of_invitation($1) IS NOT NULL AS "has_account!"
        FROM control.invitation_offers($1, NULL)"#,
        &hash[..]
    );
    match invited.fetch_optional(conn.idle()).await? {
        None => Err(AppError::Conflict { reason: Code::LinkExpired }.into()),
        Some(invited) if invited.has_account => Err(account_exists().into()),
        Some(invited) => Ok(invited.email),
    }
}

/// Makes the person of this transaction a member with the invitation's roles, also when he was one before. Whoever is
/// suspended stays so.
async fn join(tx: &mut JoinTx<'_>) -> Result<(Joined, Change)> {
    let (tenant, user, invitation) = (tx.tenant(), tx.user(), tx.invitation());
    let member = sqlx::query_scalar!(
        r#"INSERT INTO control.memberships AS m (tenant_id, id, user_id) VALUES ($1, $2, $3)
        ON CONFLICT ON CONSTRAINT memberships_once
            DO UPDATE SET status = 'active', removed_at = NULL, suspended_at = NULL, joined_at = now() WHERE m.status = 'removed'
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
    let change = Change::one(EventKind::MemberJoined, member, json!({ "invitation": invitation }));
    Ok((Joined { slug }, change))
}
