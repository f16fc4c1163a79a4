//! A person's own page: who one is, where one is signed in, and ending that.

use model::AppError;
use model::account::{AccountView, ChangeName, Device, SessionView};
use model::ids::SessionId;
use serde_json::json;

use super::session::{end_one, end_sessions};
use crate::access::Actor;
use crate::audit::Entry;
use crate::error::Result;

/// The actor's account and sessions.
pub async fn show_account(actor: &Actor) -> Result<AccountView> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let person = sqlx::query!(
        "SELECT name, email, email_verified_at, control.asked_address() AS asked_email
        FROM control.users WHERE id = $1",
        user.0
    )
    .fetch_one(tx.sql())
    .await?;
    let sessions = sqlx::query!(
        r#"SELECT session_id AS "id!: SessionId", created_at AS "created_at!", seen_at AS "seen_at!", ip AS "ip!",
            user_agent AS "user_agent!"
        FROM control.own_sessions()"#
    )
    .fetch_all(tx.sql())
    .await?;
    let sessions = sessions.into_iter().map(|row| SessionView {
        id: row.id,
        device: Device::of(&row.user_agent),
        ip: row.ip,
        created_at: row.created_at,
        seen_at: row.seen_at,
        is_current: row.id == actor.session(),
    });
    Ok(AccountView {
        name: person.name,
        email: person.email,
        email_verified: person.email_verified_at.is_some(),
        asked_email: person.asked_email,
        sessions: sessions.collect(),
    })
}

/// Gives the actor another name, which all colleagues see from here on.
pub async fn change_name(actor: &Actor, input: ChangeName) -> Result<()> {
    let name = input.parse()?;
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let user = tx.user();
    let before = sqlx::query_scalar!("SELECT name FROM control.users WHERE id = $1 FOR NO KEY UPDATE", user.0)
        .fetch_one(tx.sql())
        .await?;
    if before == name.as_str() {
        return Ok(());
    }
    sqlx::query!("UPDATE control.users SET name = $2 WHERE id = $1", user.0, name.as_str()).execute(tx.sql()).await?;
    let details = json!({ "before": before, "after": name });
    tx.commit_to_tenants(actor, Entry { action: "account.renamed", resource: user.into(), details }).await
}

/// Ends one of the actor's sessions, by its id; its open pages are closed.
pub async fn revoke_session(actor: &Actor, session: SessionId) -> Result<()> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let ended = end_one(&mut tx, session).await?.ok_or(AppError::NotFound)?;
    let details = json!({ "session": session });
    let entry = Entry { action: "account.session_revoked", resource: actor.user().into(), details };
    tx.commit(actor.caller(), entry).await?;
    ended.announce(actor.db());
    Ok(())
}

/// Ends all of the actor's sessions but the one that asks.
pub async fn revoke_other_sessions(actor: &Actor) -> Result<()> {
    let mut conn = actor.connect().await?;
    let mut tx = conn.begin().await?;
    let ended = end_sessions(&mut tx, Some(actor.session())).await?;
    let details = json!({ "sessions_ended": ended.count() });
    let entry = Entry { action: "account.sessions_revoked", resource: actor.user().into(), details };
    tx.commit(actor.caller(), entry).await?;
    ended.announce(actor.db());
    Ok(())
}
