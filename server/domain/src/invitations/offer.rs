//! What the holder of an invitation's link is shown.

use model::AppError;
use model::ids::InvitationId;
use model::invitations::{InvitationOffer, PendingInvitation, Recipient};
use model::{Code, invitations};

use crate::access::Visitor;
use crate::error::{Error, Result};
use crate::random::{TokenHash, token_hash};

/// The invitation of this link, and who may accept it.
pub async fn read_offer(visitor: &Visitor, token: &str) -> Result<InvitationOffer> {
    let hash = token_hash(token);
    let (offer, email_key) = find(visitor, &hash).await?;
    let recipient = recipient(visitor, &hash, &email_key).await?;
    Ok(InvitationOffer { recipient, ..offer })
}

async fn find(visitor: &Visitor, hash: &TokenHash) -> Result<(InvitationOffer, String)> {
    let mut conn = visitor.db.connect().await?;
    let row = sqlx::query!(
        r#"SELECT invitation_id AS "id!: InvitationId", organization AS "organization!", invited_by AS "invited_by!",
            roles AS "roles!", email AS "email!", email_key AS "email_key!"
        FROM control.invitation_offers($1, NULL)"#,
        &hash[..]
    )
    .fetch_optional(conn.idle())
    .await?
    .ok_or(AppError::Conflict { reason: Code::LinkExpired })?;
    let invitation =
        PendingInvitation { id: row.id, organization: row.organization, invited_by: row.invited_by, roles: row.roles };
    let offer = InvitationOffer { invitation, email: row.email, recipient: invitations::Recipient::NewAccount };
    Ok((offer, row.email_key))
}

async fn recipient(visitor: &Visitor, hash: &TokenHash, email_key: &str) -> Result<Recipient> {
    match signed_in_account(visitor).await {
        Ok(account) if account.email_key == email_key => Ok(Recipient::SignedIn),
        Ok(account) => Ok(Recipient::OtherAccount(account.email)),
        // Nobody is signed in, or the session was remembered and is over.
        Err(Error::App(AppError::Unauthenticated)) => anonymous(visitor, hash).await,
        Err(error) => Err(error),
    }
}

struct Account {
    email: String,
    email_key: String,
}

async fn signed_in_account(visitor: &Visitor) -> Result<Account> {
    let mut conn = visitor.authenticate().await?.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let account = sqlx::query_as!(Account, "SELECT email, email_key FROM control.users WHERE id = $1", user.0);
    Ok(account.fetch_one(tx.sql()).await?)
}

async fn anonymous(visitor: &Visitor, hash: &TokenHash) -> Result<Recipient> {
    let mut conn = visitor.db.connect().await?;
    let account = sqlx::query_scalar!("SELECT control.account_of_invitation($1)", &hash[..]);
    let account = account.fetch_one(conn.idle()).await?;
    Ok(if account.is_some() { Recipient::ExistingAccount } else { Recipient::NewAccount })
}
