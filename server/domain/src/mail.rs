//! The outbox. A mail is written in the transaction that asks for it, so it goes out if and only if that happened.

pub mod text;

use model::ids::{MailId, TenantId};
use sqlx::PgConnection;

use crate::access::Db;
use crate::error::Result;
use crate::random;
use text::Mail;

/// Writes a mail on behalf of the tenant, or of the platform. The transaction was opened for one or the other.
pub(crate) async fn enqueue(sql: &mut PgConnection, tenant: Option<TenantId>, mail: &Mail) -> Result<()> {
    enqueue_all(sql, tenant, std::slice::from_ref(mail)).await
}

/// Writes many at once.
pub(crate) async fn enqueue_all(sql: &mut PgConnection, tenant: Option<TenantId>, mails: &[Mail]) -> Result<()> {
    let ids: Vec<_> = mails.iter().map(|_| random::id()).collect();
    let texts = |part: fn(&Mail) -> &String| mails.iter().map(|mail| part(mail).clone()).collect::<Vec<_>>();
    sqlx::query!(
        "INSERT INTO control.mails (id, tenant_id, recipient, subject, body)
        SELECT id, $1, recipient, subject, body
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS m (id, recipient, subject, body)",
        tenant.map_or(uuid::Uuid::nil(), Into::into),
        &ids,
        &texts(|mail| &mail.recipient),
        &texts(|mail| &mail.subject),
        &texts(|mail| &mail.body)
    )
    .execute(sql)
    .await?;
    Ok(())
}

/// A mail that somebody is about to deliver. Until it is settled nobody else gets it, for a minute at least.
pub struct Claimed {
    /// Which mail.
    pub id: MailId,
    /// What to deliver.
    pub mail: Mail,
}

/// The next mail whose time has come.
pub async fn claim(db: &Db) -> Result<Option<Claimed>> {
    let row = sqlx::query!(
        r#"SELECT mail_id AS "id!: MailId", recipient AS "recipient!", subject AS "subject!", body AS "body!"
        FROM control.claim_mail()"#
    );
    let row = row.fetch_optional(db.operator_lookups()).await?;
    let claimed = |id, recipient, subject, body| Claimed { id, mail: Mail { recipient, subject, body } };
    Ok(row.map(|row| claimed(row.id, row.recipient, row.subject, row.body)))
}

/// A mail server took the mail.
pub async fn delivered(db: &Db, mail: MailId) -> Result<()> {
    sqlx::query!("SELECT control.mail_delivered($1)", mail.0).execute(db.operator_lookups()).await?;
    Ok(())
}

/// Nobody took the mail. It is tried again later, unless the server said that it never will.
pub async fn failed(db: &Db, mail: MailId, error: &str, never: bool) -> Result<()> {
    sqlx::query!("SELECT control.mail_failed($1, $2, $3)", mail.0, error, never).execute(db.operator_lookups()).await?;
    Ok(())
}
