//! Two organizations to try the program with. Never made beside those of others.

use model::AppError;
use model::account::{SignIn, SignUp};
use model::email::EmailAddress;
use model::ids::{IdempotencyKey, PublicId, RoleId};
use model::invitations::{AcceptInvitation, Invite};
use model::password::Password;
use model::roles::DefaultRole;
use model::text::PersonName;

use crate::access::{Actor, Caller, Db, SessionToken, Visitor};
use crate::account;
use crate::error::{Error, Result};
use crate::invitations;
use crate::operators::{self, OperatorRole};
use crate::random;
use crate::{roles, tenants};

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct SampleAccount {
    /// The e-mail address.
    pub email: &'static str,
    /// Who it is, in a few words.
    pub what: &'static str,
    /// Whether to sign in at the back office.
    pub operator: bool,
}

/// Title and slug.
const OFFICE: (&str, &str) = ("Office Inc.", "office-inc");
const BRICKS: (&str, &str) = ("Bricks'r'us", "bricksrus");

/// Administrator of Office Inc. and Viewer at Bricks'r'us.
pub const ABEL: &str = "abel@office.example";
const BRICKS_ADMIN: &str = "bea@bricks.example";
const OPERATOR: &str = "operator@borough.example";

/// Everybody whom the samples make.
pub const ACCOUNTS: [SampleAccount; 4] = [
    SampleAccount { email: ABEL, what: "Admin of Office Inc., Viewer at Bricks'r'us", operator: false },
    SampleAccount { email: "adam@office.example", what: "Editor at Office Inc.", operator: false },
    SampleAccount { email: BRICKS_ADMIN, what: "Admin of Bricks'r'us", operator: false },
    SampleAccount { email: OPERATOR, what: "operator of the back office", operator: true },
];

/// People who make the member list worth looking at: name, address, role at Office Inc.
const STAFF: [(&str, &str, DefaultRole); 8] = [
    ("Adam Dimaggio", "adam@office.example", DefaultRole::Editor),
    ("Alan Pryor", "alan@office.example", DefaultRole::Editor),
    ("Brigitte Kästner", "brigitte@office.example", DefaultRole::Viewer),
    ("Chinonso Okafor", "chinonso@office.example", DefaultRole::Viewer),
    ("Dalia Haddad", "dalia@office.example", DefaultRole::Admin),
    ("Emre Yılmaz", "emre@office.example", DefaultRole::Viewer),
    ("سارة منصور", "sara@office.example", DefaultRole::Editor),
    ("渡辺 美咲", "misaki@office.example", DefaultRole::Viewer),
];

/// Two runs at the same time would each print a password that the other one has replaced. So one holds this transaction
/// open, idle, while it works on other connections, and the other waits as long as that takes.
const ALONE: &str = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;
    SELECT pg_advisory_xact_lock(hashtext('borough samples'))";

/// What came of making the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// They are there now, with the password.
    Now,
    /// They were there before, with the password of then.
    Before,
    /// Somebody else's organizations are: whoever has a sample's address there owns it.
    Refused,
}

/// Makes the samples, all with this password.
///
/// Each step stands for itself, and accepts that it was done before: a run that was cut off is finished by the next one,
/// with the next one's password everywhere, since nobody has heard of the first one's. The operator is made last, so
/// where there is one, all the rest is there.
pub async fn create(db: &Db, password: &Password) -> Result<Made, AppError> {
    let (db, password) = (db.clone(), password.clone());
    let handle = db.clone();
    let make = async move {
        let mut conn = db.connect_as_operator().await?;
        conn.open(ALONE.to_owned()).await?;
        let mut alone = conn.opened();
        let (email, _) = operator()?;
        let last = sqlx::query_scalar!("SELECT id FROM control.operators WHERE email_key = $1", email.key());
        if last.fetch_optional(alone.sql()).await?.is_some() {
            return Ok(Made::Before);
        }
        let slugs = [OFFICE.1, BRICKS.1].map(str::to_owned);
        let foreign = sqlx::query_scalar!("SELECT id FROM control.tenants WHERE slug <> ALL($1) LIMIT 1", &slugs);
        if foreign.fetch_optional(alone.sql()).await?.is_some() {
            return Ok(Made::Refused);
        }
        create_all(&db, &password).await?;
        Ok(Made::Now)
    };
    handle.run(make).await
}

async fn create_all(db: &Db, password: &Password) -> Result<()> {
    let office = found(db, OFFICE, ("Abel Pasquale", ABEL), password).await?;
    let bricks = found(db, BRICKS, ("Bea Mason", BRICKS_ADMIN), password).await?;
    for (name, email, role) in STAFF {
        join_new(&office, name, email, role, password).await?;
    }
    join_existing(&bricks, &office.actor, ABEL, DefaultRole::Viewer).await?;
    let (email, name) = operator()?;
    operators::create_operator(db, &email, &name, password.clone(), OperatorRole::SuperAdmin).await?;
    Ok(())
}

fn operator() -> Result<(EmailAddress, PersonName)> {
    match (EmailAddress::parse(OPERATOR), PersonName::parse("Olive Operator")) {
        (Ok(email), Ok(name)) => Ok((email, name)),
        _ => Err(Error::Fault("the sample operator".to_owned())),
    }
}

/// Gives every sample account a new password, and ends its sessions.
pub async fn reset_passwords(db: &Db, password: &Password) -> Result<(), AppError> {
    let (db, password) = (db.clone(), password.clone());
    let handle = db.clone();
    let reset = async move {
        let mut conn = db.connect_as_operator().await?;
        conn.open(ALONE.to_owned()).await?;
        let _alone = conn.opened();
        for account in ACCOUNTS {
            let email = parse(account.email)?;
            if account.operator {
                operators::reset_password(&db, &email, password.clone()).await?;
            } else {
                account::reset_password(&db, &email, password.clone()).await?;
            }
        }
        Ok(())
    };
    handle.run(reset).await
}

/// A password for the samples that can be read off a terminal.
pub fn new_password() -> Result<Password, AppError> {
    Password::parse(&random::readable_password()).map_err(|code| AppError::invalid("password", code))
}

struct Founder {
    actor: Actor,
    slug: &'static str,
    tenant: PublicId,
}

/// An organization and its first administrator, who are made together.
async fn found(
    db: &Db,
    (title, slug): (&str, &'static str),
    (name, email): (&str, &str),
    password: &Password,
) -> Result<Founder> {
    let visitor = nobody(db);
    let token = if is_there(db, email, password).await? {
        let form = SignIn { email: email.to_owned(), password: text(password) };
        account::sign_in(&visitor, form).await?.token
    } else {
        let form = SignUp {
            organization: title.to_owned(),
            slug: slug.to_owned(),
            name: name.to_owned(),
            email: email.to_owned(),
            password: text(password),
            key: None,
        };
        account::sign_up(&visitor, form).await?.0.token
    };
    let actor = Visitor { session: Some(SessionToken(token)), ..visitor }.authenticate().await?;
    account::confirm_without_mail(&actor, &parse(email)?).await?;
    let tenant = tenants::enter_tenant(&actor, slug).await?.public_id;
    Ok(Founder { actor, slug, tenant })
}

/// Somebody new, whose account and membership are made together.
async fn join_new(founder: &Founder, name: &str, email: &str, role: DefaultRole, password: &Password) -> Result<()> {
    let db = founder.actor.db();
    if is_there(db, email, password).await? {
        return Ok(());
    }
    let token = invite(founder, email, role).await?;
    let form = AcceptInvitation { name: name.to_owned(), password: text(password) };
    invitations::accept_as_new_account(&nobody(db), &token, form).await?;
    Ok(())
}

async fn join_existing(founder: &Founder, person: &Actor, email: &str, role: DefaultRole) -> Result<()> {
    match tenants::enter_tenant(person, founder.slug).await {
        Err(Error::App(AppError::NotFound)) => {}
        entered => return entered.map(drop),
    }
    let token = invite(founder, email, role).await?;
    invitations::accept_by_token(person, &token).await?;
    Ok(())
}

/// The secret of a new invitation's link. The one of an invitation that was left over is known to nobody.
async fn invite(founder: &Founder, email: &str, role: DefaultRole) -> Result<String> {
    let Founder { actor, tenant, .. } = founder;
    for left in invitations::list_invitations(actor, tenant, None).await?.invitations {
        if left.email == email {
            invitations::revoke_invitation(actor, tenant, left.id).await?;
        }
    }
    let roles = roles::list_roles(actor, tenant).await?;
    let roles: Vec<RoleId> = roles.into_iter().filter(|view| view.name == role.name()).map(|view| view.id).collect();
    let invite = Invite { email: parse(email)?, roles, key: IdempotencyKey(random::id()) };
    let (_, token) = invitations::invite(actor, tenant, invite).await?;
    Ok(token.ok_or_else(|| Error::Fault("a sample invitation was not new".to_owned()))?.text)
}

/// Whether there is an account of this address; then it has this password from now on.
async fn is_there(db: &Db, email: &str, password: &Password) -> Result<bool> {
    match account::reset_password(db, &parse(email)?, password.clone()).await {
        Ok(()) => Ok(true),
        Err(Error::App(AppError::NotFound)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn nobody(db: &Db) -> Visitor {
    Visitor { db: db.clone(), caller: Caller::default(), session: None, operator_session: None }
}

fn parse(email: &str) -> Result<EmailAddress> {
    Ok(EmailAddress::parse(email).map_err(|code| AppError::invalid("email", code))?)
}

fn text(password: &Password) -> String {
    String::from_utf8_lossy(password.reveal()).into_owned()
}
