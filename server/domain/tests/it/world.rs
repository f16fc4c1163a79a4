//! The people and organizations of one test, made by the domain's own functions.

use std::collections::BTreeMap;

use domain::access::{Actor, Caller, Db, DbConfig, OperatorAccess, SessionToken, Visitor};
use domain::{account, invitations, roles, tenants};
use model::AppError;
use model::account::{SignIn, SignUp};
use model::ids::{IdempotencyKey, MemberId, PublicId, RoleId, TenantId};
use model::invitations::{AcceptInvitation, InviteMember};
use model::permission::Permission;
use model::roles::DefaultRole;
use model::settings::{LogoChange, SettingsView, UpdateSettings};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use testkit::TestDatabase;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub use testkit::PASSWORD;

/// Before a statement: no trigger sees it, so no version is raised and no reference is held.
pub const NO_TRIGGERS: &str = "SET session_replication_role = replica";

/// How many calls a storm has: some seconds' worth, unless `make storm` asks for its full figure by `BOROUGH_STORM`.
pub fn storm_size() -> usize {
    std::env::var("BOROUGH_STORM").map_or(3_000, |size| size.parse().expect("BOROUGH_STORM is a number"))
}

/// A picture of one pixel, as a form sends it.
pub const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgT20AAAF7APWMAlctAAAAAElFTkSuQmCC";

/// The settings that are saved by changing nothing.
pub fn as_typed(settings: &SettingsView) -> UpdateSettings {
    UpdateSettings {
        version: settings.version,
        title: settings.title.clone(),
        slug: settings.slug.to_string(),
        description: settings.description.clone(),
        metadata: settings.metadata.clone(),
        environment: settings.environment,
        colour: settings.colour,
        logo: LogoChange::Keep,
    }
}

/// What a refused call tells its caller.
#[track_caller]
pub fn told<T>(answer: domain::Result<T>) -> AppError {
    match answer {
        Ok(_) => panic!("the call should have been refused"),
        Err(error) => error.tell(),
    }
}

/// A key of a form that nobody has sent yet.
pub fn key() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}

/// One database, and the process that most of a test happens in.
pub struct World {
    pub db: Db,
    database: TestDatabase,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// A world whose process is set up differently.
    pub async fn with(set_up: impl FnOnce(&mut DbConfig)) -> Self {
        let database = testkit::database().await;
        let mut config = config(&database);
        set_up(&mut config);
        Self { db: Db::new(config), database }
    }

    /// A world whose tables were made by the program's own migrations, from nothing.
    pub async fn migrated() -> Self {
        let world = Self::new().await;
        world.force("DROP SCHEMA control CASCADE").await;
        domain::migrate::migrate(&world.owner()).await.unwrap();
        world
    }

    /// One more process on the same database: it shares no memory with the first.
    pub fn process(&self) -> Db {
        self.process_as(|_| ())
    }

    /// One more process, set up differently.
    pub fn process_as(&self, set_up: impl FnOnce(&mut DbConfig)) -> Db {
        let mut config = config(&self.database);
        set_up(&mut config);
        Db::new(config)
    }

    /// The login that makes the tables.
    pub fn owner(&self) -> PgConnectOptions {
        self.database.owner()
    }

    pub fn visitor(&self) -> Visitor {
        visitor(&self.db)
    }

    /// The one login that no policy binds.
    pub async fn superuser(&self) -> PgConnection {
        self.database.superuser().connect().await.unwrap()
    }

    /// The program's own login, without the program.
    pub async fn app(&self) -> PgConnection {
        self.database.app().connect().await.unwrap()
    }

    /// Does something that no call of the domain does.
    pub async fn force(&self, statement: &str) {
        let mut sql = self.superuser().await;
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut sql).await.unwrap();
    }

    /// Looks a single value up, past every policy.
    pub async fn look<T>(&self, query: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let mut sql = self.superuser().await;
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut sql).await.unwrap()
    }

    /// An organization of this slug, and `admin@<slug>.example` as its administrator.
    pub async fn found(&self, slug: &str) -> Organization {
        let (signed_in, slug) = account::sign_up(&self.visitor(), sign_up(slug)).await.unwrap();
        let admin =
            Person { email: format!("admin@{slug}.example"), token: SessionToken(signed_in.token), member: None };
        let actor = admin.actor(&self.db).await;
        let view = tenants::enter_tenant(&actor, slug.as_str()).await.unwrap();
        let id = self.look(&format!("SELECT id FROM control.tenants WHERE slug = '{slug}'")).await;
        let views = roles::list_roles(&actor, &view.public_id).await.unwrap();
        let roles = views.into_iter().map(|role| (role.name, role.id)).collect();
        let admin = Person { member: Some(view.me.member), ..admin };
        Organization { id: TenantId(id), public_id: view.public_id, slug: slug.to_string(), admin, roles }
    }

    /// Shows that everybody's address is theirs, as the mailed links would.
    pub async fn verify_everybody(&self) {
        self.force("UPDATE control.users SET email_verified_at = now() WHERE email_verified_at IS NULL").await;
    }

    /// Somebody new, invited by the administrator to this role.
    pub async fn join(&self, organization: &Organization, email: &str, role: &str) -> Person {
        let token = self.invite(organization, email, role).await;
        let form = AcceptInvitation { name: name_of(email), password: PASSWORD.to_owned() };
        let accepted = invitations::accept_as_new_account(&self.visitor(), &token, form).await;
        let (signed_in, _) = accepted.unwrap();
        let person = Person { email: email.to_owned(), token: SessionToken(signed_in.token), member: None };
        let view = tenants::enter_tenant(&person.actor(&self.db).await, &organization.slug).await.unwrap();
        Person { member: Some(view.me.member), ..person }
    }

    /// Asks an address to take this role, and answers the secret of the link that was mailed.
    pub async fn invite(&self, organization: &Organization, email: &str, role: &str) -> String {
        let input = InviteMember { email: email.to_owned(), roles: vec![organization.role(role)], key: key() };
        let actor = organization.admin.actor(&self.db).await;
        invitations::invite_member(&actor, &organization.public_id, input).await.unwrap();
        self.mailed(email, "/invitations/").await
    }

    /// The secret of the link behind `path` in the newest mail to this address that has one.
    pub async fn mailed(&self, recipient: &str, path: &str) -> String {
        let body: String = self
            .look(&format!(
                "SELECT body FROM control.mails WHERE recipient = '{recipient}' AND strpos(body, '{path}') > 0
                ORDER BY id DESC LIMIT 1"
            ))
            .await;
        let (_, link) = body.split_once(path).unwrap();
        link.chars().take_while(char::is_ascii_alphanumeric).collect()
    }

    /// A role of these permissions, which no screen makes yet.
    pub async fn custom_role(&self, organization: &mut Organization, name: &str, permissions: &[Permission]) -> RoleId {
        let (tenant, role) = (organization.id, Uuid::new_v4());
        let permissions: Vec<_> = permissions.iter().map(|permission| format!("'{}'", permission.as_str())).collect();
        self.force(&format!(
            "INSERT INTO control.roles (tenant_id, id, name) VALUES ('{tenant}', '{role}', '{name}');
            INSERT INTO control.role_permissions (tenant_id, role_id, permission)
            SELECT '{tenant}', '{role}', unnest(ARRAY[{}]::text[])",
            permissions.join(", ")
        ))
        .await;
        organization.roles.insert(name.to_owned(), RoleId(role));
        RoleId(role)
    }

    /// How many rows every table has. Attempts are left out: a refused call is counted on purpose.
    pub async fn rows(&self) -> BTreeMap<String, i64> {
        let mut sql = self.superuser().await;
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT relname::text, (xpath('/row/c/text()',
                query_to_xml(format('SELECT count(*) AS c FROM %I.%I', nspname, relname), false, true, '')))[1]
                    ::text::bigint
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE nspname = 'control' AND relkind IN ('r', 'p') AND relname <> 'attempts'",
        )
        .fetch_all(&mut sql)
        .await
        .unwrap();
        rows.into_iter().collect()
    }

    /// Ends when a session of the program waits for a lock, or when nothing is left that could.
    pub async fn until_blocked<T>(&self, call: &JoinHandle<T>) {
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND usename IN ('borough_app', 'borough_operator') AND wait_event_type = 'Lock'";
        while !call.is_finished() && self.look::<i64>(waits).await == 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Where a log's chain does not hold; empty for one that nobody has touched. None: the platform's own log.
    pub async fn broken_links(&self, tenant: Option<TenantId>) -> Vec<i64> {
        let (entries, head) = match tenant {
            Some(tenant) => (
                format!(
                    "SELECT number, created_at, tenant_id AS owner, entry, hash FROM control.audit_entries
                    WHERE tenant_id = '{tenant}'"
                ),
                format!("SELECT audit_position, audit_hash FROM control.feed WHERE tenant_id = '{tenant}'"),
            ),
            None => (
                format!(
                    "SELECT number, created_at, coalesce(user_id, '{}') AS owner, entry, hash
                    FROM control.platform_audit",
                    Uuid::nil()
                ),
                "SELECT audit_position, audit_hash FROM control.platform_feed".to_owned(),
            ),
        };
        let mut sql = self.superuser().await;
        let broken = format!(
            "WITH entries AS ({entries}), head (position, hash) AS ({head}),
            links AS (SELECT *, lag(hash, 1, '') OVER w AS before, row_number() OVER w AS place
                FROM entries WINDOW w AS (ORDER BY number))
            SELECT number FROM links
            WHERE number <> place OR hash <> control.audit_hash(before, owner, number, created_at, entry)
            UNION ALL
            SELECT position FROM head
            WHERE NOT EXISTS (SELECT 1 FROM entries WHERE entries.number = position AND entries.hash = head.hash)
            ORDER BY 1"
        );
        sqlx::query_scalar(AssertSqlSafe(broken)).fetch_all(&mut sql).await.unwrap()
    }

    /// The actions of a log, the oldest first.
    pub async fn actions(&self, tenant: Option<TenantId>) -> Vec<String> {
        let entries = match tenant {
            Some(tenant) => format!("control.audit_entries WHERE tenant_id = '{tenant}'"),
            None => "control.platform_audit".to_owned(),
        };
        let mut sql = self.superuser().await;
        let actions = format!("SELECT entry ->> 'action' FROM {entries} ORDER BY number");
        sqlx::query_scalar(AssertSqlSafe(actions)).fetch_all(&mut sql).await.unwrap()
    }
}

/// An organization, and what the test needs to know of it.
pub struct Organization {
    pub id: TenantId,
    pub public_id: PublicId,
    pub slug: String,
    pub admin: Person,
    pub roles: BTreeMap<String, RoleId>,
}

impl Organization {
    pub fn role(&self, name: &str) -> RoleId {
        self.roles[name]
    }
}

/// Somebody with a session.
#[derive(Clone)]
pub struct Person {
    pub email: String,
    pub token: SessionToken,
    /// In the organization that the person came in by.
    pub member: Option<MemberId>,
}

impl Person {
    pub fn visitor(&self, db: &Db) -> Visitor {
        Visitor { session: Some(self.token.clone()), ..visitor(db) }
    }

    /// The person in a process.
    pub async fn actor(&self, db: &Db) -> Actor {
        self.visitor(db).authenticate().await.unwrap()
    }

    pub fn member(&self) -> MemberId {
        self.member.expect("somebody who came in by an organization")
    }
}

/// Nobody in particular, in a process.
pub fn visitor(db: &Db) -> Visitor {
    let caller = Caller { ip: "192.0.2.1".to_owned(), ..Caller::default() };
    Visitor { db: db.clone(), caller, session: None, operator_session: None }
}

/// The form by which the organization of this slug begins.
pub fn sign_up(slug: &str) -> SignUp {
    let email = format!("admin@{slug}.example");
    SignUp {
        organization: format!("The {slug} organization"),
        slug: slug.to_owned(),
        name: name_of(&email),
        email,
        password: PASSWORD.to_owned(),
        key: Some(key()),
    }
}

pub fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned() }
}

/// The name of a default role.
pub const ADMIN: &str = DefaultRole::Admin.name();
pub const EDITOR: &str = DefaultRole::Editor.name();
pub const VIEWER: &str = DefaultRole::Viewer.name();

fn name_of(email: &str) -> String {
    format!("Somebody at {}", email.replace('@', " at "))
}

fn config(database: &TestDatabase) -> DbConfig {
    DbConfig {
        app: database.app(),
        operator: database.operator(),
        connections: 8,
        attempts_per_address: 1_000_000,
        invitations_per_day: 1_000_000,
        operator_access: OperatorAccess::Open,
        base_url: "https://borough.example".to_owned(),
    }
}
