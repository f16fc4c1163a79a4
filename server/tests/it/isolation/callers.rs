//! Who calls, and on what.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::access::{Caller, Db, SessionToken, Visitor};
use domain::operators::OperatorRole;
use domain::{account, invitations, members, operators, roles, samples, tenants};
use model::account::{SignIn, SignUp};
use model::email::EmailAddress;
use model::ids::{IdempotencyKey, InvitationId, MemberId, PublicId, RoleId};
use model::invitations::InviteMember;
use model::members::{ChangeMembers, ChosenMembers, ListMembers, MemberChange};
use model::password::Password;
use model::permission::PermissionSet;
use model::roles::DefaultRole;
use model::text::PersonName;
use reqwest::header::{COOKIE, HeaderMap};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use server::live::Pace;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, Row as _};
use testkit::{PASSWORD, TestDatabase};
use uuid::Uuid;

use crate::serving::{Serving, bounded};

/// Whom both tenants have invited.
pub const INVITED: &str = "invited@example.com";

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Anonymous,
    /// A cookie that was never given out.
    Forged,
    /// Was an administrator of the own tenant until a moment ago: the servers remember the session.
    SignedOut,
    Admin,
    Editor,
    Viewer,
    /// Was a member of the own tenant.
    Removed,
    /// Is one still, with all roles, and cannot come in.
    Suspended,
    /// Has an invitation to the own tenant and to the foreign one, and an account whose address is not confirmed.
    Invited,
    /// Administrator of the foreign tenant only.
    OtherAdmin,
    /// Has an account and belongs nowhere.
    Stranger,
    SuperAdmin,
    TenantManager,
}

impl Kind {
    pub const ALL: [Self; 13] = [
        Self::Anonymous,
        Self::Forged,
        Self::SignedOut,
        Self::Admin,
        Self::Editor,
        Self::Viewer,
        Self::Removed,
        Self::Suspended,
        Self::Invited,
        Self::OtherAdmin,
        Self::Stranger,
        Self::SuperAdmin,
        Self::TenantManager,
    ];

    /// What the caller may do in the own tenant; none: it is no member.
    pub fn permissions(self) -> Option<PermissionSet> {
        match self {
            Self::Admin => Some(DefaultRole::Admin.permissions()),
            Self::Editor => Some(DefaultRole::Editor.permissions()),
            Self::Viewer => Some(DefaultRole::Viewer.permissions()),
            _ => None,
        }
    }

    /// As which person the caller is signed in; none: as nobody, or as an operator.
    pub fn email(self) -> Option<&'static str> {
        match self {
            Self::Admin => Some("dalia@office.example"),
            Self::Editor => Some("adam@office.example"),
            Self::Viewer => Some("brigitte@office.example"),
            Self::Removed => Some("emre@office.example"),
            Self::Suspended => Some("sara@office.example"),
            Self::Invited => Some(INVITED),
            Self::OtherAdmin => Some("bea@bricks.example"),
            Self::Stranger => Some("stranger@example.com"),
            Self::Anonymous | Self::Forged | Self::SignedOut | Self::SuperAdmin | Self::TenantManager => None,
        }
    }

    /// Whether there is a session of a person.
    pub fn is_person(self) -> bool {
        self.email().is_some()
    }
}

/// On whose tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Own,
    Foreign,
    Absent,
}

/// What a call names: a tenant and things in it.
#[derive(Clone, Debug)]
pub struct Things {
    pub slug: String,
    pub tenant: PublicId,
    pub member: MemberId,
    pub role: RoleId,
    pub invitation: InvitationId,
    /// The secret of the invitation's link, as it was mailed.
    pub token: String,
}

/// Two servers over one database, two tenants, and somebody of every kind. Calls go to the one and the other in turn: what
/// one of them remembers must not matter.
pub struct Matrix {
    servers: [Serving; 2],
    turn: AtomicUsize,
    pub own: Things,
    pub foreign: Things,
    pub absent: Things,
    sessions: Vec<(Kind, String)>,
    client: Client,
    /// Last, so that it is dropped when nobody uses it any more.
    database: TestDatabase,
}

impl Matrix {
    pub async fn new() -> Self {
        let database = testkit::database().await;
        let servers =
            [Serving::start(&database, Pace::default()).await, Serving::start(&database, Pace::default()).await];
        let db = servers[0].db.clone();
        samples::create(&db, &Password::parse(PASSWORD).unwrap()).await.unwrap();
        // Abel is a Viewer of the foreign tenant too: he plays nobody here. Dalia is an administrator of the own only.
        let admin = sign_in(&db, Kind::Admin).await;
        let other = sign_in(&db, Kind::OtherAdmin).await;
        let own = things(&database, &db, &admin, "office-inc").await;
        let foreign = things(&database, &db, &other, "bricksrus").await;
        let absent = Things {
            slug: "nobody-has-this".to_owned(),
            tenant: PublicId::from_bits(7),
            member: MemberId(Uuid::from_u128(7)),
            role: RoleId(Uuid::from_u128(7)),
            invitation: InvitationId(Uuid::from_u128(7)),
            token: "0".repeat(64),
        };
        let (removed, suspended) = (sign_in(&db, Kind::Removed).await, sign_in(&db, Kind::Suspended).await);
        let actor = actor(&db, &admin).await;
        members::remove_member(&actor, &own.tenant, member(&db, &admin, &own.tenant, "emre").await).await.unwrap();
        let who = ChosenMembers::These(vec![member(&db, &admin, &own.tenant, "sara").await]);
        let suspend = ChangeMembers { who, change: MemberChange::Suspend };
        assert_eq!(members::change_members(&actor, &own.tenant, suspend).await.unwrap().changed, 1);
        let sessions = vec![
            (Kind::Forged, "f".repeat(64)),
            (Kind::Admin, admin),
            (Kind::Editor, sign_in(&db, Kind::Editor).await),
            (Kind::Viewer, sign_in(&db, Kind::Viewer).await),
            (Kind::Removed, removed),
            (Kind::Suspended, suspended),
            (Kind::Invited, sign_up(&db, Kind::Invited, "invited-home").await),
            (Kind::OtherAdmin, other),
            (Kind::Stranger, sign_up(&db, Kind::Stranger, "stranger-home").await),
            (Kind::SuperAdmin, operator(&db, "super@example.com", OperatorRole::SuperAdmin).await),
            (Kind::TenantManager, operator(&db, "manager@example.com", OperatorRole::TenantManager).await),
        ];
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let turn = AtomicUsize::new(0);
        let mut matrix = Self { servers, turn, own, foreign, absent, sessions, client, database };
        let signed_out = matrix.signed_out().await;
        matrix.sessions.push((Kind::SignedOut, signed_out));
        matrix
    }

    /// A session of the own tenant's administrator that is over, and that both servers remember as one that is not.
    pub async fn signed_out(&self) -> String {
        let db = &self.servers[0].db;
        let session = sign_in(db, Kind::Admin).await;
        for _ in &self.servers {
            let answer = self.post_with(&session, "/api/organizations/enter", &json!({ "slug": self.own.slug })).await;
            assert_eq!(answer.status, 200);
        }
        account::sign_out(&actor(db, &session).await).await.unwrap();
        session
    }

    pub fn things(&self, target: Target) -> &Things {
        match target {
            Target::Own => &self.own,
            Target::Foreign => &self.foreign,
            Target::Absent => &self.absent,
        }
    }

    /// The database under it all.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The caller's cookie.
    fn cookie(&self, kind: Kind) -> Option<String> {
        let name = match kind {
            Kind::SuperAdmin | Kind::TenantManager => "__Host-borough-operator",
            _ => "__Host-borough",
        };
        let session = self.sessions.iter().find(|(of, _)| *of == kind)?;
        Some(format!("{name}={}", session.1))
    }

    pub async fn post(&self, kind: Kind, path: &str, body: &Value) -> Answer {
        let request = self.client.post(self.url(path)).json(body).header("sec-fetch-site", "same-origin");
        self.send(kind, request).await
    }

    /// A call with the cookie of this session.
    pub async fn post_with(&self, session: &str, path: &str, body: &Value) -> Answer {
        let request = self.client.post(self.url(path)).json(body).header("sec-fetch-site", "same-origin");
        Answer::of(request.header(COOKIE, format!("__Host-borough={session}")).send().await.unwrap()).await
    }

    pub async fn post_form(&self, kind: Kind, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.client.post(self.url(path)).form(fields).header("sec-fetch-site", "same-origin");
        self.send(kind, request).await
    }

    pub async fn get(&self, kind: Kind, path: &str) -> Answer {
        self.send(kind, self.client.get(self.url(path)).header("accept", "text/html")).await
    }

    /// The same from a client that does not say what it reads.
    pub async fn get_anything(&self, kind: Kind, path: &str) -> Answer {
        self.send(kind, self.client.get(self.url(path))).await
    }

    /// Asks for a socket in this tenant's room.
    pub async fn upgrade(&self, kind: Kind, tenant: &PublicId) -> Answer {
        let request = self.client.get(self.url(&format!("/ws?tenant={tenant}&from=0")));
        let request = request.header("sec-fetch-site", "same-origin").header("connection", "upgrade");
        let request = request.header("upgrade", "websocket").header("sec-websocket-version", "13");
        self.send(kind, request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")).await
    }

    pub async fn post_from_elsewhere(&self, kind: Kind, path: &str) -> Answer {
        let request = self.client.post(self.url(path)).form(&[("email", "x")]).header("sec-fetch-site", "cross-site");
        self.send(kind, request.header("origin", "https://evil.example")).await
    }

    fn url(&self, path: &str) -> String {
        let server = &self.servers[self.turn.fetch_add(1, Ordering::Relaxed) % 2];
        format!("http://{}{path}", server.address)
    }

    async fn send(&self, kind: Kind, request: reqwest::RequestBuilder) -> Answer {
        let request = match self.cookie(kind) {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        };
        bounded("an answer", async { Answer::of(request.send().await.unwrap()).await }).await
    }
}

/// An answer, without what differs between two answers to the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let request_id = header(response.headers(), "x-request-id");
        let policy = header(response.headers(), "content-security-policy");
        // Of a page; no other answer has one.
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).map(str::to_owned);
        let plain = |text: &str| {
            let text = text.replace(&request_id, "REQUEST");
            nonce.as_ref().map_or_else(|| text.clone(), |nonce| text.replace(nonce, "NONCE"))
        };
        let headers = response.headers().iter();
        let headers = headers
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| (name.to_string(), plain(value.to_str().unwrap_or_default())));
        let mut headers: Vec<_> = headers.collect();
        headers.sort();
        let body = plain(&response.text().await.unwrap());
        assert!(!request_id.is_empty(), "an answer without a request id");
        Self { status, headers, body }
    }

    /// The same, with the names of the tenant that was asked for taken out: they are the caller's own words.
    pub fn without(&self, things: &Things) -> Self {
        let plain = |text: &str| {
            let text = text.replace(&things.slug, "SLUG").replace(&things.token, "TOKEN");
            text.replace(things.tenant.as_str(), "TENANT")
        };
        let headers = self.headers.iter().filter(|(name, _)| name != "content-length");
        let headers = headers.map(|(name, value)| (name.clone(), plain(value))).collect();
        Self { status: self.status, headers, body: plain(&self.body) }
    }
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn visitor(db: &Db, session: Option<&str>) -> Visitor {
    let session = session.map(|token| SessionToken(token.to_owned()));
    Visitor { db: db.clone(), caller: Caller::default(), session, operator_session: None }
}

async fn actor(db: &Db, session: &str) -> domain::access::Actor {
    visitor(db, Some(session)).authenticate().await.unwrap()
}

async fn sign_in(db: &Db, kind: Kind) -> String {
    let form = SignIn { email: kind.email().unwrap().to_owned(), password: PASSWORD.to_owned() };
    account::sign_in(&visitor(db, None), form).await.unwrap().token
}

async fn sign_up(db: &Db, kind: Kind, slug: &str) -> String {
    let form = SignUp {
        organization: slug.to_owned(),
        slug: slug.to_owned(),
        name: "Somebody Else".to_owned(),
        email: kind.email().unwrap().to_owned(),
        password: PASSWORD.to_owned(),
        key: None,
    };
    account::sign_up(&visitor(db, None), form).await.unwrap().0.token
}

async fn operator(db: &Db, email: &str, role: OperatorRole) -> String {
    let password = Password::parse(PASSWORD).unwrap();
    let (address, name) = (EmailAddress::parse(email).unwrap(), PersonName::parse("Op").unwrap());
    operators::create_operator(db, &address, &name, password, role).await.unwrap();
    let form = SignIn { email: email.to_owned(), password: PASSWORD.to_owned() };
    operators::sign_in(&visitor(db, None), form).await.unwrap().token
}

async fn member(db: &Db, session: &str, tenant: &PublicId, search: &str) -> MemberId {
    let query = ListMembers { search: search.to_owned(), ..ListMembers::default() };
    members::list_members(&actor(db, session).await, tenant, &query).await.unwrap().members[0].id
}

async fn things(database: &TestDatabase, db: &Db, admin: &str, slug: &str) -> Things {
    let actor = actor(db, admin).await;
    let tenant = tenants::enter_tenant(&actor, slug).await.unwrap().public_id;
    let roles = roles::list_roles(&actor, &tenant).await.unwrap();
    let role = roles.iter().find(|role| role.name == DefaultRole::Viewer.name()).unwrap().id;
    let invite = InviteMember { email: INVITED.to_owned(), roles: vec![role], key: IdempotencyKey(Uuid::from_u128(1)) };
    let invitation = invitations::invite_member(&actor, &tenant, invite).await.unwrap().id;
    // A Viewer: of the own tenant Chinonso, of the foreign one Abel.
    let viewer = if slug == "office-inc" { "chinonso" } else { "abel" };
    let member = member(db, admin, &tenant, viewer).await;
    let token = mailed(database, &tenant).await;
    Things { slug: slug.to_owned(), tenant, member, role, invitation, token }
}

/// The secret of the link by which this tenant has invited.
async fn mailed(database: &TestDatabase, tenant: &PublicId) -> String {
    let mut outbox = database.superuser().connect().await.unwrap();
    let mail = format!(
        "SELECT m.body FROM control.mails m JOIN control.tenants t ON t.id = m.tenant_id
        WHERE t.public_id = '{tenant}' AND m.recipient = '{INVITED}'"
    );
    let body: String = outbox.fetch_one(AssertSqlSafe(mail)).await.unwrap().get(0);
    let (_, link) = body.split_once("/invitations/").unwrap();
    link.chars().take_while(char::is_ascii_alphanumeric).collect()
}
