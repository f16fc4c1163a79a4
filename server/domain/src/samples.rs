//! Two organizations to try the program with. Never made in a database that somebody else owns.

use model::account::SignUp;
use model::email::EmailAddress;
use model::ids::{IdempotencyKey, PublicId, RoleId};
use model::invitations::{AcceptInvitation, Invite};
use model::password::Password;
use model::roles::DefaultRole;
use model::text::PersonName;
use model::{AppError, Code};

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

/// Makes the samples, all with this password. Answers whether there was anything to make.
pub async fn create(db: &Db, password: &Password) -> Result<bool, AppError> {
    let (db, password) = (db.clone(), password.clone());
    let handle = db.clone();
    handle.run(async move { create_all(&db, &password).await }).await
}

async fn create_all(db: &Db, password: &Password) -> Result<bool> {
    let text = String::from_utf8_lossy(password.reveal()).into_owned();
    let office = match sign_up(db, "Office Inc.", "office-inc", "Abel Pasquale", ABEL, &text).await {
        Ok(office) => office,
        Err(Error::App(error)) if error == AppError::invalid("email", Code::Taken) => return Ok(false),
        Err(error) => return Err(error),
    };
    let bricks = sign_up(db, "Bricks'r'us", "bricksrus", "Bea Mason", BRICKS_ADMIN, &text).await?;
    for (name, email, role) in STAFF {
        join_new(&office, name, email, role, &text).await?;
    }
    join_existing(&bricks, &office, ABEL, DefaultRole::Viewer).await?;
    let (email, name) = (EmailAddress::parse(OPERATOR), PersonName::parse("Olive Operator"));
    let (Ok(email), Ok(name)) = (email, name) else { return Err(Error::Fault("the sample operator".to_owned())) };
    operators::create_operator(db, &email, &name, password.clone(), OperatorRole::SuperAdmin).await?;
    Ok(true)
}

/// Gives every sample account a new password, and ends its sessions.
pub async fn reset_passwords(db: &Db, password: &Password) -> Result<(), AppError> {
    let (db, password) = (db.clone(), password.clone());
    let handle = db.clone();
    let reset = async move {
        for account in ACCOUNTS {
            let email = EmailAddress::parse(account.email).map_err(|code| AppError::invalid("email", code))?;
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
    tenant: PublicId,
}

async fn sign_up(db: &Db, title: &str, slug: &str, name: &str, email: &str, password: &str) -> Result<Founder> {
    let visitor = Visitor { db: db.clone(), caller: Caller::default(), session: None, operator_session: None };
    let form = SignUp {
        organization: title.to_owned(),
        slug: slug.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        password: password.to_owned(),
        key: None,
    };
    let (signed_in, slug) = account::sign_up(&visitor, form).await?;
    let actor = Visitor { session: Some(SessionToken(signed_in.token)), ..visitor }.authenticate().await?;
    let tenant = tenants::enter_tenant(&actor, slug.as_str()).await?.public_id;
    Ok(Founder { actor, tenant })
}

async fn invite(founder: &Founder, email: &str, role: DefaultRole) -> Result<String> {
    let roles = roles::list_roles(&founder.actor, &founder.tenant).await?;
    let roles: Vec<RoleId> = roles.into_iter().filter(|view| view.name == role.name()).map(|view| view.id).collect();
    let email = EmailAddress::parse(email).map_err(|code| AppError::invalid("email", code))?;
    let invite = Invite { email, roles, key: IdempotencyKey(random::id()) };
    let (_, token) = invitations::invite(&founder.actor, &founder.tenant, invite).await?;
    Ok(token.ok_or_else(|| Error::Fault("a sample invitation was not new".to_owned()))?.text)
}

async fn join_new(founder: &Founder, name: &str, email: &str, role: DefaultRole, password: &str) -> Result<()> {
    let token = invite(founder, email, role).await?;
    let visitor =
        Visitor { db: founder.actor.db().clone(), caller: Caller::default(), session: None, operator_session: None };
    let form = AcceptInvitation { name: name.to_owned(), password: password.to_owned() };
    invitations::accept_as_new_account(&visitor, &token, form).await?;
    Ok(())
}

async fn join_existing(founder: &Founder, person: &Founder, email: &str, role: DefaultRole) -> Result<()> {
    let token = invite(founder, email, role).await?;
    invitations::accept_by_token(&person.actor, &token).await?;
    Ok(())
}
