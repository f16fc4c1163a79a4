//! Showing that an address is one's own: by a link that was mailed to it.

use model::email::EmailAddress;
use model::ids::UserId;
use model::preferences::Language;
use model::{AppError, Code};
use serde_json::json;
use sqlx::PgConnection;
use time::Duration;

use crate::access::{AccountTx, Actor, Caller, Db};
use crate::attempts::Attempt;
use crate::audit::Entry;
use crate::error::Result;
use crate::random::{Token, TokenHash};
use crate::{attempts, clock, mail, random};

/// How long the link can be used.
const LIFETIME: Duration = Duration::hours(48);

/// Mails a link to a new account. Runs in a transaction that was opened for that person.
pub(super) async fn enqueue_verification(
    sql: &mut PgConnection,
    db: &Db,
    language: Language,
    user: UserId,
    email: &EmailAddress,
) -> Result<()> {
    let token = insert_link(sql, user, email).await?;
    let link = db.link(&format!("/verify-email/{}", token.text));
    mail::enqueue(sql, None, &mail::text::verification(language, email.as_str(), &link)).await
}

async fn insert_link(sql: &mut PgConnection, user: UserId, email: &EmailAddress) -> Result<Token> {
    let token = random::token();
    sqlx::query!(
        "INSERT INTO control.email_verifications (token_hash, user_id, email_key, expires_at) VALUES ($1, $2, $3, $4)",
        &token.hash[..],
        user.0,
        email.key(),
        clock::now() + LIFETIME
    )
    .execute(sql)
    .await?;
    Ok(token)
}

/// Mails a new link to somebody who is signed in and has not used one yet.
pub async fn send_verification(actor: &Actor) -> Result<()> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    attempts::allow_caller(actor.db(), &mut *tx.sql(), actor.caller()).await?;
    attempts::allow(&mut *tx.sql(), &[Attempt::Verification(user)]).await?;
    let person = sqlx::query!(
        r#"SELECT email AS "email: EmailAddress", email_verified_at FROM control.users WHERE id = $1"#,
        user.0
    );
    let person = person.fetch_one(tx.sql()).await?;
    if person.email_verified_at.is_some() {
        return Ok(());
    }
    enqueue_verification(tx.sql(), actor.db(), actor.caller().language, user, &person.email).await?;
    let entry = Entry { action: "account.verification_sent", resource: user.into(), details: json!({}) };
    tx.commit(actor.caller(), entry).await
}

/// Uses a mailed link up, as the person whose account it confirms. Without a session nobody could tell a link of one's own
/// from one to an account that somebody else made for one's address.
pub async fn verify_email(actor: &Actor, token: &str) -> Result<()> {
    let mut conn = actor.connect().await?;
    use_link(conn.begin().await?, actor.caller(), &random::token_hash(token)).await
}

/// Confirms an address that nobody need be asked about: a sample's, whose mails nobody reads.
pub(crate) async fn confirm_without_mail(actor: &Actor, email: &EmailAddress) -> Result<()> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let token = insert_link(tx.sql(), user, email).await?;
    use_link(tx, actor.caller(), &token.hash).await
}

async fn use_link(mut tx: AccountTx<'_>, caller: &Caller, hash: &TokenHash) -> Result<()> {
    let user = sqlx::query_scalar!(r#"SELECT user_id AS "user_id!: UserId" FROM control.verify_email($1)"#, &hash[..])
        .fetch_optional(tx.sql())
        .await?
        .ok_or(AppError::Conflict { reason: Code::LinkExpired })?;
    let entry = Entry { action: "account.email_verified", resource: user.into(), details: json!({}) };
    tx.commit(caller, entry).await
}
