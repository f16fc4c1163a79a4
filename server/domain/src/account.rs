//! Accounts: signing up, in and out, showing that an address is one's own, and what a person changes of his account.

mod address;
mod email;
mod own;
mod password;
mod reset;
mod session;

use model::account::{Credentials, NewCustomer, SignIn, SignUp};
use model::email::EmailAddress;
use model::ids::UserId;
use model::password::Password;
use model::slug::Slug;
use model::text::PersonName;
use model::{AppError, Code, Fields};
use serde_json::json;
use sqlx::PgConnection;

use crate::access::{
    AccountTx, Actor, Caller, Db, FoundingTx, Visitor, announce_session, open_person, record_platform,
};
use crate::attempts::{self, Door};
use crate::audit::Entry;
use crate::error::{ConstraintExt as _, Error, Result};
use crate::{random, tenants};

pub use address::{change_email, use_email_link};
pub(crate) use email::confirm_without_mail;
use email::enqueue_verification;
pub use email::{send_verification, verify_email};
pub use own::{change_name, revoke_other_sessions, revoke_session, show_account};
pub use password::change_password;
pub use reset::{ask_reset, reset_by_link, reset_offer};
pub use session::SignedIn;
use session::end_sessions;
pub(crate) use session::start_session;

/// Makes an organization, its default roles and its administrator in one transaction, and signs the administrator in.
///
/// Sent again with the same key and password, the form gets its first organization and a new session.
pub async fn sign_up(visitor: &Visitor, input: SignUp) -> Result<(SignedIn, Slug)> {
    let customer = input.parse()?;
    let mut conn = visitor.db.connect().await?;
    attempts::allow_caller(&visitor.db, conn.idle(), &visitor.caller).await?;
    drop(conn);
    match found_customer(visitor, customer.clone()).await {
        Err(Error::App(error)) if error == email_taken() => {
            let Some(slug) = made_before(visitor, &customer).await? else { return Err(error.into()) };
            Ok((sign_in_as(visitor, &customer.email, customer.password).await?, slug))
        }
        founded => founded,
    }
}

async fn found_customer(visitor: &Visitor, customer: NewCustomer) -> Result<(SignedIn, Slug)> {
    let password_hash = visitor.db.passwords().hash(customer.password).await?;
    let mut conn = visitor.db.connect().await?;
    let user = UserId(random::id());
    let mut opened = open_person(&mut conn, user).await?;
    let created = insert_user(opened.sql(), user, &customer.name, &customer.email, &password_hash).await?;
    enqueue_verification(opened.sql(), &visitor.db, visitor.caller.language, user, &customer.email).await?;
    let mut tx = FoundingTx::new_account(opened, user).await?;
    let founded = tenants::found(&mut tx, &customer.organization).await?;
    // Last, for the platform's log is one row that everybody waits for.
    let begun = start_session(tx.sql(), visitor, user).await?;
    record_platform(tx.sql(), Some(user), &visitor.caller, &created).await?;
    tx.commit(&visitor.caller, founded).await?;
    Ok((begun.announce(&visitor.db), customer.organization.slug))
}

/// The organization that this very form made before: same address, same key.
async fn made_before(visitor: &Visitor, customer: &NewCustomer) -> Result<Option<Slug>> {
    let Some(key) = customer.organization.key else { return Ok(None) };
    let mut conn = visitor.db.connect().await?;
    let Some(account) = find_credentials(conn.idle(), &customer.email).await? else { return Ok(None) };
    let mut opened = open_person(&mut conn, account.user).await?;
    tenants::made_before(opened.sql(), account.user, key).await
}

/// Adds a person, and answers what the platform's log is to say of it. Runs in a transaction that was opened for that
/// person.
pub(crate) async fn insert_user(
    sql: &mut PgConnection,
    user: UserId,
    name: &PersonName,
    email: &EmailAddress,
    password_hash: &str,
) -> Result<Entry> {
    sqlx::query!(
        "INSERT INTO control.users (id, email, email_key, name, password_hash) VALUES ($1, $2, $3, $4, $5)",
        user.0,
        email.as_str(),
        email.key(),
        name.as_str(),
        password_hash
    )
    .execute(sql)
    .await
    .on_constraint("users_email_taken", email_taken())?;
    Ok(Entry { action: "account.created", resource: user.into(), details: json!({ "email": email }) })
}

fn email_taken() -> AppError {
    AppError::invalid("email", Code::Taken)
}

/// Checks a password and starts a session, in place of the one that the visitor came with. Whether the account exists
/// cannot be told from the answer.
pub async fn sign_in(visitor: &Visitor, input: SignIn) -> Result<SignedIn> {
    let Credentials { email, password } = input.parse()?;
    let mut conn = visitor.db.connect().await?;
    attempts::allow_caller(&visitor.db, conn.idle(), &visitor.caller).await?;
    drop(conn);
    sign_in_as(visitor, &email, password).await
}

async fn sign_in_as(visitor: &Visitor, email: &EmailAddress, password: Password) -> Result<SignedIn> {
    let email_key = email.key();
    let mut conn = visitor.db.connect().await?;
    attempts::allow_sign_in(conn.idle(), Door::Account, &email_key, &visitor.caller).await?;
    let account = find_credentials(conn.idle(), email).await?;
    // Hashing takes a while: somebody else may use the connection.
    drop(conn);
    let (user, hash) = account.map_or((None, None), |account| (Some(account.user), Some(account.password_hash)));
    let right = visitor.db.passwords().verify(password, hash.clone()).await?;
    let mut conn = visitor.db.connect().await?;
    let (Some(user), Some(hash)) = (user.filter(|_| right), hash) else {
        let refused = Entry {
            action: "account.sign_in_refused",
            resource: user.map_or(uuid::Uuid::nil(), Into::into),
            details: json!({ "email": email }),
        };
        record_platform(conn.idle(), user, &visitor.caller, &refused).await?;
        return Err(wrong_credentials());
    };
    attempts::sign_in_succeeded(conn.idle(), Door::Account, &email_key, &visitor.caller).await?;
    let mut tx = AccountTx::of_person(&mut conn, user).await?;
    // It may be another one by now, and nobody comes in by one that was.
    if !holds_password(&mut tx, &hash).await? {
        return Err(wrong_credentials());
    }
    let begun = start_session(tx.sql(), visitor, user).await?;
    let entry = Entry { action: "account.signed_in", resource: user.into(), details: json!({}) };
    tx.commit(&visitor.caller, entry).await?;
    Ok(begun.announce(&visitor.db))
}

fn wrong_credentials() -> Error {
    AppError::invalid(Fields::WHOLE, Code::WrongCredentials).into()
}

/// Whether the password of this transaction's person still has this hash. From here to the transaction's end nobody changes it.
async fn holds_password(tx: &mut AccountTx<'_>, hash: &str) -> Result<bool> {
    let holds = sqlx::query_scalar!(r#"SELECT control.holds_password($1) AS "holds!""#, hash);
    Ok(holds.fetch_one(tx.sql()).await?)
}

/// Ends the actor's session: its open pages are closed, and its token opens nothing any more.
pub async fn sign_out(actor: &Actor) -> Result<()> {
    let session = actor.session();
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    sqlx::query!("UPDATE control.sessions SET ended_at = now() WHERE id = $1 AND user_id = $2", session.0, tx.user().0)
        .execute(tx.sql())
        .await?;
    let entry = Entry { action: "account.signed_out", resource: actor.user().into(), details: json!({}) };
    tx.commit(actor.caller(), entry).await?;
    announce_session(actor.db(), session);
    Ok(())
}

/// Sets a password and ends every session made with the old one. Called from the command line only.
pub(crate) async fn reset_password(db: &Db, email: &EmailAddress, password: Password) -> Result<()> {
    let hash = db.passwords().hash(password).await?;
    let mut conn = db.connect().await?;
    let account = find_credentials(conn.idle(), email).await?.ok_or(AppError::NotFound)?;
    let mut tx = AccountTx::of_person(&mut conn, account.user).await?;
    sqlx::query!("UPDATE control.users SET password_hash = $2 WHERE id = $1", account.user.0, hash)
        .execute(tx.sql())
        .await?;
    let ended = end_sessions(&mut tx, None).await?;
    let entry = Entry { action: "account.password_reset", resource: account.user.into(), details: json!({}) };
    tx.commit(&Caller::default(), entry).await?;
    ended.announce(db);
    Ok(())
}

struct FoundCredentials {
    user: UserId,
    password_hash: String,
}

async fn find_credentials(sql: &mut PgConnection, email: &EmailAddress) -> Result<Option<FoundCredentials>> {
    let found = sqlx::query_as!(
        FoundCredentials,
        r#"SELECT user_id AS "user!: UserId", password_hash AS "password_hash!" FROM control.credentials($1)"#,
        email.key()
    );
    Ok(found.fetch_optional(sql).await?)
}
