//! The back office: accounts of its own, a login of its own, and reads over all organizations, each in the log.

mod entry;
mod people;
mod tenants;
mod tx;

use model::account::{Credentials, SignIn};
use model::email::EmailAddress;
use model::ids::{MailId, OperatorId};
use model::operators::{MailState, MailView, OperatorView};
use model::password::Password;
use model::permission::{PlatformPermission, platform_mail};
use model::text::{PersonName, search_term};
use model::{AppError, Code, Fields};
use serde_json::json;
use sqlx::PgConnection;
use time::Duration;

use crate::access::{Db, Visitor, record_platform};
use crate::account::SignedIn;
use crate::attempts::{self, Door};
use crate::audit::Entry;
use crate::error::{ConstraintExt as _, Result};
use crate::random::{self, token_hash};

pub use entry::enter_tenant;
pub use people::list_people;
pub use tenants::{list_tenants, restore_tenant, suspend_tenant};
pub use tx::Operator;
use tx::OperatorTx;

/// An operator's session lasts this long at most, and an hour without a call.
const LIFETIME: Duration = Duration::hours(12);

/// What an operator may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorRole {
    /// Everything.
    SuperAdmin,
    /// Organizations and who belongs to them, but neither what is inside, nor operators, nor mails.
    TenantManager,
}

impl OperatorRole {
    /// The role's name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SuperAdmin => "super_admin",
            Self::TenantManager => "tenant_manager",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::SuperAdmin, Self::TenantManager].into_iter().find(|role| role.as_str() == name)
    }

    /// Whether the role allows this.
    pub const fn allows(self, permission: PlatformPermission) -> bool {
        match self {
            Self::SuperAdmin => true,
            Self::TenantManager => matches!(
                permission,
                PlatformPermission::TenantList | PlatformPermission::TenantSuspend | PlatformPermission::PersonList
            ),
        }
    }
}

/// Makes a back-office account. Called from the command line: whoever can run the program there owns the deployment.
pub async fn create_operator(
    db: &Db,
    email: &EmailAddress,
    name: &PersonName,
    password: Password,
    role: OperatorRole,
) -> Result<OperatorId> {
    let password_hash = db.passwords().hash(password).await?;
    let mut conn = db.connect_as_operator().await?;
    conn.open("BEGIN".to_owned()).await?;
    let mut tx = conn.opened();
    let id = OperatorId(random::id());
    sqlx::query!(
        "INSERT INTO control.operators (id, email, email_key, name, password_hash, role) VALUES ($1, $2, $3, $4, $5, $6)",
        id.0,
        email.as_str(),
        email.key(),
        name.as_str(),
        password_hash,
        role.as_str()
    )
    .execute(tx.sql())
    .await
    .on_constraint("operators_email_taken", AppError::invalid("email", Code::Taken))?;
    let entry = Entry { action: "operator.created", resource: id.into(), details: json!({ "role": role.as_str() }) };
    record_platform(tx.sql(), None, &crate::access::Caller::default(), &entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Sets an operator's password and ends the sessions made with the old one. Called from the command line only.
pub async fn reset_password(db: &Db, email: &EmailAddress, password: Password) -> Result<()> {
    let password_hash = db.passwords().hash(password).await?;
    let mut conn = db.connect_as_operator().await?;
    conn.open("BEGIN".to_owned()).await?;
    let mut tx = conn.opened();
    let id = sqlx::query_scalar!(
        r#"UPDATE control.operators SET password_hash = $2 WHERE email_key = $1 RETURNING id AS "id: OperatorId""#,
        email.key(),
        password_hash
    )
    .fetch_optional(tx.sql())
    .await?
    .ok_or(AppError::NotFound)?;
    sqlx::query!(
        "UPDATE control.operator_sessions SET ended_at = now() WHERE operator_id = $1 AND ended_at IS NULL",
        id.0
    )
    .execute(tx.sql())
    .await?;
    let entry = Entry { action: "operator.password_reset", resource: id.into(), details: json!({}) };
    record_platform(tx.sql(), None, &crate::access::Caller::default(), &entry).await?;
    Ok(tx.commit().await?)
}

/// Checks an operator's password and starts a session of the back office, in place of the one that the visitor came with.
pub async fn sign_in(visitor: &Visitor, input: SignIn) -> Result<SignedIn> {
    let Credentials { email, password } = input.parse()?;
    let email_key = email.key();
    let lookups = visitor.db.operator_lookups();
    attempts::allow_caller(&visitor.db, lookups, &visitor.caller).await?;
    attempts::allow_sign_in(lookups, Door::BackOffice, &email_key, &visitor.caller).await?;
    let account = sqlx::query!(
        r#"SELECT id AS "id: OperatorId", password_hash FROM control.operators WHERE email_key = $1"#,
        email_key
    );
    let account = account.fetch_optional(lookups).await?;
    let (id, hash) = account.map_or((None, None), |account| (Some(account.id), Some(account.password_hash)));
    let right = visitor.db.passwords().verify(password, hash).await?;
    let mut conn = visitor.db.connect_as_operator().await?;
    conn.open("BEGIN".to_owned()).await?;
    let mut tx = conn.opened();
    let resource = id.map_or(uuid::Uuid::nil(), Into::into);
    let Some(id) = id.filter(|_| right) else {
        let entry = Entry { action: "operator.sign_in_refused", resource, details: json!({ "email": email }) };
        record_platform(tx.sql(), None, &visitor.caller, &entry).await?;
        tx.commit().await?;
        return Err(AppError::invalid(Fields::WHOLE, Code::WrongCredentials).into());
    };
    attempts::sign_in_succeeded(tx.sql(), Door::BackOffice, &email_key, &visitor.caller).await?;
    end_session(tx.sql(), visitor).await?;
    let token = random::token();
    sqlx::query!(
        "INSERT INTO control.operator_sessions (id, operator_id, token_hash, expires_at, ip, user_agent)
        VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)",
        random::id(),
        id.0,
        &token.hash[..],
        LIFETIME.as_seconds_f64(),
        visitor.caller.ip,
        visitor.caller.user_agent
    )
    .execute(tx.sql())
    .await?;
    let entry = Entry { action: "operator.signed_in", resource, details: json!({}) };
    record_platform(tx.sql(), None, &visitor.caller, &entry).await?;
    tx.commit().await?;
    Ok(SignedIn { token: token.text, lifetime: LIFETIME })
}

/// Ends the session of the back office. One that is over already is as good as ended.
pub async fn sign_out(visitor: &Visitor) -> Result<()> {
    let mut conn = visitor.db.connect_as_operator().await?;
    conn.open("BEGIN".to_owned()).await?;
    let mut opened = conn.opened();
    end_session(opened.sql(), visitor).await?;
    Ok(opened.commit().await?)
}

async fn end_session(sql: &mut PgConnection, visitor: &Visitor) -> Result<()> {
    let Some(token) = &visitor.operator_session else { return Ok(()) };
    let operator = sqlx::query_scalar!(
        r#"UPDATE control.operator_sessions SET ended_at = now() WHERE token_hash = $1 AND ended_at IS NULL
        RETURNING operator_id AS "operator: OperatorId""#,
        &token_hash(&token.0)[..]
    )
    .fetch_optional(&mut *sql)
    .await?;
    let Some(operator) = operator else { return Ok(()) };
    let entry = Entry { action: "operator.signed_out", resource: operator.into(), details: json!({}) };
    record_platform(sql, None, &visitor.caller, &entry).await
}

/// Who is signed in at the back office.
pub async fn current_operator(visitor: &Visitor) -> Result<OperatorView> {
    Ok(Operator::authenticate(visitor).await?.view())
}

/// The newest mails of the outbox.
pub async fn list_mails(visitor: &Visitor, search: &str) -> Result<Vec<MailView>> {
    let operator = Operator::authenticate(visitor).await?;
    let mut conn = operator.connect().await?;
    let mut tx: OperatorTx<'_, platform_mail::Read> = operator.begin(&mut conn).await?;
    let search = search_term(search);
    let rows = sqlx::query!(
        r#"SELECT id AS "id: MailId", recipient, subject, body, created_at, attempts, delivered_at, failed_at
        FROM control.mails
        WHERE $1 = '' OR strpos(lower(recipient), lower($1)) > 0
        ORDER BY created_at DESC, id DESC
        LIMIT 100"#,
        search
    )
    .fetch_all(tx.sql())
    .await?;
    tx.finish("platform.mails_read", json!({ "search": search, "mails": rows.len() })).await?;
    let views = rows.into_iter().map(|row| {
        let state = match (row.delivered_at, row.failed_at, row.attempts) {
            (Some(_), _, _) => MailState::Delivered,
            (None, Some(_), _) => MailState::Failed,
            (None, None, 0) => MailState::Waiting,
            (None, None, _) => MailState::Retrying,
        };
        let (id, created_at) = (row.id, row.created_at);
        MailView { id, recipient: row.recipient, subject: row.subject, body: row.body, created_at, state }
    });
    Ok(views.collect())
}
