//! Showing the present password once more, and changing it.

use model::account::{ChangePassword, NewPassword};
use model::email::EmailAddress;
use model::password::Password;
use model::{AppError, Code};
use serde_json::json;

use super::session::{SignedIn, end_sessions, renew_token};
use super::{find_credentials, holds_password};
use crate::access::{AccountTx, Actor, announce_session, record_platform};
use crate::attempts::{self, Door};
use crate::audit::Entry;
use crate::error::{Error, Result};
use crate::mail;

/// Sets another password, for whoever knows the present one. Every other session ends, and this one goes on under a new
/// token.
pub async fn change_password(actor: &Actor, input: ChangePassword) -> Result<SignedIn> {
    let NewPassword { current, new } = input.parse()?;
    let person = read_person(actor).await?;
    let new = new.chosen_by(&person.name, &person.email).map_err(|code| AppError::invalid("password", code))?;
    let shown = show_password(actor, &person, current, "current_password").await?;
    let password_hash = actor.db().passwords().hash(new).await?;
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    shown.hold(&mut tx).await?;
    let user = tx.user();
    sqlx::query!("UPDATE control.users SET password_hash = $2 WHERE id = $1", user.0, password_hash)
        .execute(tx.sql())
        .await?;
    let signed_in = renew_token(&mut tx, actor.session()).await?.ok_or(AppError::Unauthenticated)?;
    let ended = end_sessions(&mut tx, Some(actor.session())).await?;
    let notice = mail::text::password_changed(actor.caller().language, person.email.as_str());
    mail::enqueue(tx.sql(), None, &notice).await?;
    let details = json!({ "sessions_ended": ended.count() });
    tx.commit(actor.caller(), Entry { action: "account.password_changed", resource: user.into(), details }).await?;
    announce_session(actor.db(), actor.session());
    ended.announce(actor.db());
    Ok(signed_in)
}

/// What must be known of a person before he is asked for his password.
pub(super) struct Person {
    pub name: String,
    pub email: EmailAddress,
}

pub(super) async fn read_person(actor: &Actor) -> Result<Person> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let person = sqlx::query_as!(
        Person,
        r#"SELECT name, email AS "email: EmailAddress" FROM control.users WHERE id = $1"#,
        user.0
    );
    Ok(person.fetch_one(tx.sql()).await?)
}

/// The right password was given, for what is decided next.
pub(super) struct Shown {
    hash: String,
    field: &'static str,
}

impl Shown {
    /// Whoever changes the password meanwhile comes first, and then it was the wrong one.
    pub async fn hold(self, tx: &mut AccountTx<'_>) -> Result<()> {
        if holds_password(tx, &self.hash).await? { Ok(()) } else { Err(wrong(self.field)) }
    }
}

/// Compares what was entered with the account's password; tried as often as signing in. A wrong one is in the log.
pub(super) async fn show_password(
    actor: &Actor,
    person: &Person,
    entered: Password,
    field: &'static str,
) -> Result<Shown> {
    let email_key = person.email.key();
    let mut conn = actor.db().connect().await?;
    attempts::allow_caller(actor.db(), conn.idle(), actor.caller()).await?;
    attempts::allow_sign_in(conn.idle(), Door::Account, &email_key, actor.caller()).await?;
    let account = find_credentials(conn.idle(), &person.email).await?;
    // Hashing takes a while: somebody else may use the connection.
    drop(conn);
    let hash = account.filter(|account| account.user == actor.user()).map(|account| account.password_hash);
    let right = actor.db().passwords().verify(entered, hash.clone()).await?;
    let mut conn = actor.db().connect().await?;
    let Some(hash) = hash.filter(|_| right) else {
        let user = actor.user();
        let entry = Entry { action: "account.password_refused", resource: user.into(), details: json!({}) };
        record_platform(conn.idle(), Some(user), actor.caller(), &entry).await?;
        return Err(wrong(field));
    };
    attempts::sign_in_succeeded(conn.idle(), Door::Account, &email_key, actor.caller()).await?;
    Ok(Shown { hash, field })
}

fn wrong(field: &'static str) -> Error {
    AppError::invalid(field, Code::WrongPassword).into()
}
