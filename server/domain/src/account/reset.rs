//! A forgotten password: a link by mail, and a new password by that link.

use model::account::{AskReset, ResetOffer, ResetPassword};
use model::email::EmailAddress;
use model::ids::UserId;
use model::{AppError, Code};
use serde_json::json;
use sqlx::PgConnection;
use time::Duration;

use super::session::{SignedIn, end_sessions, start_session};
use crate::access::{AccountTx, Visitor, open_person, record_platform};
use crate::audit::Entry;
use crate::error::Result;
use crate::random::{TokenHash, token_hash};
use crate::{attempts, clock, mail, random};

/// How long the link can be used.
const LIFETIME: Duration = Duration::hours(1);

/// Mails a link to the account of an address. Whether there is one cannot be told from the answer, nor from the time that
/// it takes: the same is written for both.
pub async fn ask_reset(visitor: &Visitor, input: AskReset) -> Result<()> {
    let email = input.parse()?;
    let (email_key, caller) = (email.key(), &visitor.caller);
    let mut conn = visitor.db.connect().await?;
    attempts::allow_caller(&visitor.db, conn.idle(), caller).await?;
    attempts::allow_reset(conn.idle(), &email_key, caller).await?;
    let token = random::token();
    let link = visitor.db.link(&format!("/reset-password/{}", token.text));
    let mail = mail::text::password_reset(caller.language, email.as_str(), &link);
    let mut opened = open_person(&mut conn, UserId(uuid::Uuid::nil())).await?;
    let user = sqlx::query_scalar!(
        r#"SELECT control.ask_reset($1, $2, $3, $4, $5, $6, $7) AS "user: UserId""#,
        &token.hash[..],
        email.as_str(),
        email_key,
        clock::now() + LIFETIME,
        random::id(),
        mail.subject,
        mail.body
    )
    .fetch_one(opened.sql())
    .await?;
    let entry = Entry {
        action: "account.password_reset_asked",
        resource: user.map_or(uuid::Uuid::nil(), Into::into),
        details: json!({ "email": email }),
    };
    record_platform(opened.sql(), user, caller, &entry).await?;
    Ok(opened.commit().await?)
}

/// Whose password a link sets. Asking changes nothing.
pub async fn reset_offer(visitor: &Visitor, token: &str) -> Result<ResetOffer> {
    let mut conn = visitor.db.connect().await?;
    let person = find_person(conn.idle(), &token_hash(token)).await?;
    Ok(ResetOffer { email: person.email.to_string() })
}

/// Sets the password of a link's account, ends every session that it has, and starts one. The link came by mail, so the
/// address is verified; it and all others of the account are used up.
pub async fn reset_by_link(visitor: &Visitor, token: &str, input: ResetPassword) -> Result<SignedIn> {
    let password = input.parse()?;
    let hash = token_hash(token);
    let mut conn = visitor.db.connect().await?;
    attempts::allow_caller(&visitor.db, conn.idle(), &visitor.caller).await?;
    // Before the password is hashed, which is dear.
    let LinkOwner { user, name, email } = find_person(conn.idle(), &hash).await?;
    drop(conn);
    let password = password.chosen_by(&name, &email).map_err(|code| AppError::invalid("password", code))?;
    let password_hash = visitor.db.passwords().hash(password).await?;
    let mut conn = visitor.db.connect().await?;
    let mut tx = AccountTx::of_person(&mut conn, user).await?;
    let is_set = sqlx::query_scalar!(r#"SELECT control.use_reset($1, $2) AS "is_set!""#, &hash[..], password_hash);
    if !is_set.fetch_one(tx.sql()).await? {
        return Err(expired().into());
    }
    let notice = mail::text::password_changed(visitor.caller.language, email.as_str());
    mail::enqueue(tx.sql(), None, &notice).await?;
    let ended = end_sessions(&mut tx, None).await?;
    let begun = start_session(tx.sql(), visitor, user).await?;
    let details = json!({ "sessions_ended": ended.count() });
    tx.commit(&visitor.caller, Entry { action: "account.password_reset", resource: user.into(), details }).await?;
    ended.announce(&visitor.db);
    Ok(begun.announce(&visitor.db))
}

struct LinkOwner {
    user: UserId,
    name: String,
    email: EmailAddress,
}

async fn find_person(sql: &mut PgConnection, hash: &TokenHash) -> Result<LinkOwner> {
    let found = sqlx::query_as!(
        LinkOwner,
        r#"SELECT user_id AS "user!: UserId", name AS "name!", email AS "email!: EmailAddress" FROM control.reset_of($1)"#,
        &hash[..]
    );
    Ok(found.fetch_optional(sql).await?.ok_or_else(expired)?)
}

fn expired() -> AppError {
    AppError::Conflict { reason: Code::LinkExpired }
}
