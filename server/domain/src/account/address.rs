//! Another address for an account: asked for with the password, and given when the link to it is opened.

use model::account::{AskedAddress, ChangeEmail};
use model::email::EmailAddress;
use model::{AppError, Code};
use serde_json::json;
use time::Duration;

use super::password::{read_person, show_password};
use crate::access::Actor;
use crate::attempts::{self, Attempt};
use crate::audit::Entry;
use crate::error::{ConstraintExt as _, Result};
use crate::random::token_hash;
use crate::{clock, mail, random};

/// How long the link can be used.
const LIFETIME: Duration = Duration::hours(24);

/// Mails a link to the new address and a notice to the old one, which stays until the link is opened. Whether somebody
/// else has the new address is told to its mailbox alone.
pub async fn change_email(actor: &Actor, input: ChangeEmail) -> Result<()> {
    let AskedAddress { email, password } = input.parse()?;
    let person = read_person(actor).await?;
    if email == person.email {
        return Err(AppError::invalid("new_email", Code::Unchanged).into());
    }
    let shown = show_password(actor, &person, password, "email_password").await?;
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    shown.hold(&mut tx).await?;
    let (user, language) = (tx.user(), actor.caller().language);
    attempts::allow(&mut *tx.sql(), &[Attempt::Verification(user)]).await?;
    let token = random::token();
    let is_free = sqlx::query_scalar!(
        r#"SELECT control.ask_address($1, $2, $3, $4) AS "is_free!""#,
        &token.hash[..],
        email.as_str(),
        email.key(),
        clock::now() + LIFETIME
    )
    .fetch_one(tx.sql())
    .await?;
    let link = actor.db().link(&format!("/account/email/{}", token.text));
    // One's own address in another case is nobody else's.
    let to_new = if is_free || email.key() == person.email.key() {
        mail::text::new_address(language, email.as_str(), &link)
    } else {
        mail::text::address_has_account(language, email.as_str())
    };
    mail::enqueue(tx.sql(), None, &to_new).await?;
    let to_old = mail::text::address_change_asked(language, person.email.as_str(), email.as_str());
    mail::enqueue(tx.sql(), None, &to_old).await?;
    let details = json!({ "email": email });
    tx.commit(actor.caller(), Entry { action: "account.email_change_asked", resource: user.into(), details }).await
}

/// Uses a link up, as the person whose account gets its address. Without a session nobody could tell a link of one's own
/// from one that somebody else asked for.
pub async fn use_email_link(actor: &Actor, token: &str) -> Result<()> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let changed = sqlx::query!(
        r#"SELECT old_email AS "old!: EmailAddress", new_email AS "new!: EmailAddress" FROM control.use_address($1)"#,
        &token_hash(token)[..]
    )
    .fetch_optional(tx.sql())
    .await
    .on_constraint("users_email_taken", AppError::Conflict { reason: Code::Taken })?
    .ok_or(AppError::Conflict { reason: Code::LinkExpired })?;
    let notice = mail::text::address_changed(actor.caller().language, changed.old.as_str(), changed.new.as_str());
    mail::enqueue(tx.sql(), None, &notice).await?;
    let details = json!({ "before": changed.old, "after": changed.new });
    let entry = Entry { action: "account.email_changed", resource: user.into(), details };
    tx.commit_to_tenants(actor, entry).await
}
