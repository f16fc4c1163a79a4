//! The short commands, and what `serve` refuses, each run as a program of its own.

use domain::access::{Caller, Db, DbConfig, OperatorAccess, Visitor};
use domain::{account, operators, samples};
use model::account::SignIn;
use model::{AppError, Code, Fields};
use sqlx::{ConnectOptions, Connection, Executor, Row};
use testkit::{PASSWORD, TestDatabase};

use crate::folder::Folder;
use crate::program::{Place, Program, run, run_with};

fn visitor(database: &TestDatabase) -> Visitor {
    let db = Db::new(DbConfig {
        app: database.app(),
        operator: database.operator(),
        connections: 2,
        attempts_per_address: 1000,
        invitations_per_day: 1000,
        operator_access: OperatorAccess::Open,
        base_url: "https://borough.example".to_owned(),
    });
    Visitor { db, caller: Caller::default(), session: None, operator_session: None }
}

fn credentials(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned() }
}

/// What only a superuser may do by hand.
async fn by_hand(database: &TestDatabase, sql: &'static str) {
    database.superuser().connect().await.unwrap().execute(sql).await.unwrap();
}

/// Everything that stands in the database, as text.
async fn everything(database: &TestDatabase) -> String {
    let mut connection = database.superuser().connect().await.unwrap();
    connection.fetch_one("SELECT database_to_xml(true, false, '')::text").await.unwrap().get(0)
}

#[tokio::test]
async fn check_says_what_it_verified() {
    let database = testkit::database().await;
    let ran = run(&database, "check", "").await;
    assert!(ran.succeeded, "{ran:?}");
    for subject in [
        "configuration",
        "server version",
        "application role",
        "operator role",
        "migrations",
        "row-level security",
        "policies",
        "functions",
        "guards",
    ] {
        assert!(ran.said.lines().any(|line| line.starts_with(&format!("ok     {subject}"))), "{subject}: {}", ran.said);
    }
}

#[tokio::test]
async fn check_follows_the_logs_when_it_is_asked_to_and_fails_when_one_does_not_hold() {
    let database = testkit::database().await;
    let ran = run(&database, "check --audit", "").await;
    assert!(ran.succeeded && ran.said.contains("logs: 1, entries: 0, all as they were written"), "{ran:?}");
    by_hand(&database, "UPDATE control.platform_feed SET audit_position = audit_position + 1").await;
    let ran = run(&database, "check --audit", "").await;
    assert!(!ran.succeeded && ran.said.contains("WRONG  audit logs"), "{ran:?}");
    assert!(ran.said.contains("of the platform's log is missing"), "{ran:?}");
    assert!(run(&database, "check", "").await.succeeded, "only when it is asked to");
}

#[tokio::test]
async fn a_policy_dropped_by_hand_is_named_and_nothing_is_served() {
    let database = testkit::database().await;
    by_hand(&database, "DROP POLICY tenant ON control.invitations").await;
    let ran = run(&database, "check", "").await;
    assert!(!ran.succeeded && ran.complained.contains("WRONG"), "{ran:?}");
    let wrong: Vec<_> = ran.said.lines().filter(|line| line.starts_with("WRONG")).collect();
    assert!(
        matches!(&wrong[..], [line] if line.contains("policies") && line.contains("invitations.tenant")),
        "{wrong:?}"
    );

    let ran = run(&database, "serve --address 127.0.0.1:0", "").await;
    assert!(!ran.succeeded && ran.said.is_empty(), "{ran:?}");
    assert!(ran.complained.contains("policies: missing or changed: [invitations.tenant]"), "{}", ran.complained);
}

/// What is wrong with a database, as `check` prints it.
async fn wrong(place: impl Into<Place<'_>>) -> Vec<String> {
    let ran = run(place, "check", "").await;
    let wrong: Vec<_> = ran.said.lines().filter(|line| line.starts_with("WRONG")).map(str::to_owned).collect();
    assert_eq!(ran.succeeded, wrong.is_empty(), "{ran:?}");
    wrong
}

/// What somebody may do by hand, the subject that it is found under, and what is named there.
const WEAKENINGS: &[(&str, &str, &str)] = &[
    ("ALTER TABLE control.mails NO FORCE ROW LEVEL SECURITY", "row-level security", "mails"),
    ("ALTER TABLE control.users DISABLE ROW LEVEL SECURITY", "row-level security", "users"),
    ("CREATE TABLE control.forgotten (id uuid)", "row-level security", "forgotten"),
    ("CREATE POLICY backdoor ON control.users USING (true)", "policies", "users.backdoor"),
    ("ALTER POLICY tenant ON control.invitations USING (true)", "policies", "invitations.tenant"),
    ("ALTER FUNCTION control.open_tenant RESET search_path", "functions", "control.open_tenant(uuid"),
    ("ALTER FUNCTION control.open_tenant STRICT", "functions", "control.open_tenant(uuid"),
    (
        "CREATE OR REPLACE FUNCTION control.open_tenant(p_tenant uuid, p_member uuid, p_session uuid,
            p_session_version bigint, p_user_version bigint, p_member_version bigint, p_access_version bigint)
            RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            BEGIN PERFORM control.choose(p_tenant, '00000000-0000-0000-0000-000000000000'); END $$",
        "functions",
        "control.open_tenant(uuid",
    ),
    (
        "CREATE OR REPLACE FUNCTION control.usable_sessions(p_sessions uuid[]) RETURNS SETOF uuid
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
            BEGIN ATOMIC SELECT unnest(p_sessions); END",
        "functions",
        "control.usable_sessions(uuid[])",
    ),
    ("GRANT EXECUTE ON FUNCTION control.claim_mail TO borough_app", "functions", "control.claim_mail()"),
    (
        "ALTER TABLE control.memberships DISABLE TRIGGER raise_version",
        "guards",
        "trigger raise_version on memberships",
    ),
    ("DROP TRIGGER last_admin ON control.roles", "guards", "trigger last_admin on roles"),
    (
        "CREATE OR REPLACE TRIGGER raise_version BEFORE UPDATE OF joined_at ON control.memberships
            FOR EACH ROW EXECUTE FUNCTION control.raise_version()",
        "guards",
        "trigger raise_version on memberships",
    ),
    (
        "CREATE RULE quiet AS ON UPDATE TO control.memberships DO INSTEAD NOTHING",
        "guards",
        "rule quiet on memberships",
    ),
    (
        "ALTER TABLE control.member_roles DISABLE TRIGGER ALL",
        "guards",
        "constraint member_roles_tenant_id_role_id_fkey on member_roles",
    ),
    (
        "ALTER TABLE control.member_roles DROP CONSTRAINT member_roles_tenant_id_role_id_fkey",
        "guards",
        "constraint member_roles_tenant_id_role_id_fkey on member_roles",
    ),
    (
        "ALTER TABLE control.sessions DROP CONSTRAINT sessions_last_a_day",
        "guards",
        "constraint sessions_last_a_day on sessions",
    ),
    ("ALTER TABLE control.slugs DROP CONSTRAINT slugs_taken", "guards", "constraint slugs_taken on slugs"),
    ("DROP INDEX control.users_email_taken", "guards", "unique index users_email_taken on users"),
    ("DROP INDEX control.invitations_pending", "guards", "unique index invitations_pending on invitations"),
    ("ALTER TABLE control.sessions ALTER user_id DROP NOT NULL", "guards", "not null in sessions"),
    (
        "GRANT SELECT (password_hash) ON control.users TO borough_app",
        "guards",
        "privileges of borough_app on users",
    ),
    ("GRANT SELECT ON control.operators TO borough_app", "guards", "privileges of borough_app on operators"),
    (
        "GRANT UPDATE, DELETE ON control.audit_entries TO borough_app",
        "guards",
        "privileges of borough_app on audit_entries",
    ),
    ("GRANT SELECT ON control.users TO borough_operator", "guards", "privileges of borough_operator on users"),
    (
        "GRANT SELECT ON control.operators TO borough_definer",
        "guards",
        "privileges of borough_definer on operators",
    ),
    ("GRANT SELECT ON control.mails TO PUBLIC", "guards", "privileges of PUBLIC on mails"),
    ("GRANT CREATE ON SCHEMA control TO borough_app", "guards", "privileges of borough_app on schema control"),
    (
        "DO $$ BEGIN EXECUTE format(
            'ALTER ROLE borough_app IN DATABASE %I SET session_replication_role = replica', current_database()); END $$",
        "guards",
        "setting session_replication_role",
    ),
    ("ALTER TABLE control.mails OWNER TO borough_app", "application role", "owns tables"),
    (
        "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$",
        "operator role",
        "temporary tables",
    ),
    (
        "DELETE FROM control._migrations WHERE version = (SELECT max(version) FROM control._migrations)",
        "migrations",
        "1 missing",
    ),
];

#[tokio::test]
async fn each_kind_of_guard_that_was_weakened_by_hand_is_named() {
    for &(by, subject, named) in WEAKENINGS {
        let database = testkit::database().await;
        by_hand(&database, by).await;
        let wrong = wrong(&database).await;
        let is_named = wrong.iter().any(|line| line.contains(subject) && line.contains(named));
        assert!(is_named, "{by}: {wrong:?}");
    }
}

#[tokio::test]
async fn a_role_that_was_made_mightier_by_hand_is_named() {
    // Roles are the whole cluster's, so this one is nobody else's. At a start its owner would make them right again.
    let folder = Folder::new();
    let server = Program::start(&folder).await;
    let mut superuser = folder.superuser().connect().await.unwrap();
    for (blow, took_back, named) in [
        ("ALTER ROLE borough_definer BYPASSRLS", "ALTER ROLE borough_definer NOBYPASSRLS", "role borough_definer"),
        ("ALTER ROLE borough_definer SUPERUSER", "ALTER ROLE borough_definer NOSUPERUSER", "role borough_definer"),
        ("ALTER ROLE borough_definer LOGIN", "ALTER ROLE borough_definer NOLOGIN", "role borough_definer"),
        ("ALTER ROLE borough_app CREATEROLE", "ALTER ROLE borough_app NOCREATEROLE", "role borough_app"),
        ("ALTER ROLE borough_operator CREATEDB", "ALTER ROLE borough_operator NOCREATEDB", "role borough_operator"),
        ("ALTER ROLE borough_owner REPLICATION", "ALTER ROLE borough_owner NOREPLICATION", "role borough_owner"),
        (
            "GRANT pg_read_all_data TO borough_definer",
            "REVOKE pg_read_all_data FROM borough_definer",
            "role borough_definer",
        ),
    ] {
        superuser.execute(blow).await.unwrap();
        let wrong = wrong(&folder).await;
        superuser.execute(took_back).await.unwrap();
        assert!(matches!(&wrong[..], [line] if line.contains("guards") && line.contains(named)), "{blow}: {wrong:?}");
    }
    assert!(wrong(&folder).await.is_empty());
    superuser.close().await.unwrap();
    assert!(server.stop().await.succeeded);
}

#[tokio::test]
async fn database_without_tables_asks_for_migrate_and_migrate_makes_them() {
    let database = testkit::database().await;
    by_hand(&database, "DROP SCHEMA control CASCADE").await;
    let ran = run(&database, "serve --address 127.0.0.1:0", "").await;
    assert!(!ran.succeeded, "{ran:?}");
    let faults: Vec<_> = ran.complained.lines().skip(1).collect();
    assert_eq!(faults, ["  migrations: the database has no tables yet: run `borough migrate`"]);

    for _ in 0..2 {
        let ran = run(&database, "migrate", "").await;
        assert!(ran.succeeded, "{ran:?}");
    }
    let ran = run(&database, "check", "").await;
    assert!(ran.succeeded, "{ran:?}");
}

#[tokio::test]
async fn database_that_is_away_is_said_to_be() {
    let database = testkit::database().await;
    let away = ("DATABASE_URL", "postgres://borough_app@127.0.0.1:1/borough");
    let ran = run_with(&database, "check", "", &[away]).await;
    assert!(!ran.succeeded && ran.said.contains("does not answer"), "{ran:?}");
}

#[tokio::test]
async fn operator_is_made_with_the_password_that_was_typed() {
    let database = testkit::database().await;
    let create = "operator create --email Olive@borough.example --name Olive --role tenant-manager \
                  --base-url https://borough.example";
    let ran = run(&database, create, "short\n").await;
    assert!(!ran.succeeded && ran.complained.contains("password is shorter than 15"), "{ran:?}");
    let ran = run(&database, create, &format!("{PASSWORD}\n")).await;
    assert!(ran.succeeded, "{ran:?}");
    assert_eq!(ran.said, "Olive@borough.example can sign in at https://borough.example/admin\n");

    let visitor = visitor(&database);
    operators::sign_in(&visitor, credentials("olive@borough.example", PASSWORD)).await.unwrap();
    visitor.db.close().await;
    assert!(!everything(&database).await.contains(PASSWORD));

    let ran = run(&database, create, &format!("{PASSWORD}\n")).await;
    assert!(!ran.succeeded && ran.complained.contains("email is taken"), "{ran:?}");
    let ran = run(&database, "operator create --email nobody --name Olive", PASSWORD).await;
    assert!(!ran.succeeded && ran.complained.contains("email does not have the right form"), "{ran:?}");
}

#[tokio::test]
async fn samples_are_made_once_and_their_password_is_printed_once() {
    let database = testkit::database().await;
    let ran = run(&database, "sample", "").await;
    assert!(ran.succeeded, "{ran:?}");
    let first = password_in(&ran.said);
    for account in samples::ACCOUNTS {
        assert!(ran.said.contains(account.email) && ran.said.contains(account.what), "{}", ran.said);
    }
    let again = run(&database, "sample", "").await;
    assert!(again.succeeded && again.said.contains("--reset-passwords") && !again.said.contains(&first), "{again:?}");

    let visitor = visitor(&database);
    for account in samples::ACCOUNTS {
        let credentials = credentials(account.email, &first);
        let signed_in = if account.operator {
            operators::sign_in(&visitor, credentials).await
        } else {
            account::sign_in(&visitor, credentials).await
        };
        assert!(signed_in.is_ok(), "{}", account.email);
    }

    let reset = run(&database, "sample --reset-passwords", "").await;
    let second = password_in(&reset.said);
    assert_ne!(first, second);
    account::sign_in(&visitor, credentials(samples::ABEL, &second)).await.unwrap();
    let refused = account::sign_in(&visitor, credentials(samples::ABEL, &first)).await.map(drop).unwrap_err();
    assert_eq!(refused.tell(), AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    visitor.db.close().await;

    let everything = everything(&database).await;
    assert!(everything.contains(samples::ABEL) && !everything.contains(&first) && !everything.contains(&second));
}

#[tokio::test]
async fn preset_sample_password_is_used_and_not_printed() {
    let database = testkit::database().await;
    let ran = run_with(&database, "sample", "", &[("BOROUGH_SAMPLE_PASSWORD", "short")]).await;
    assert!(!ran.succeeded && ran.complained.contains("BOROUGH_SAMPLE_PASSWORD is shorter"), "{ran:?}");
    let ran = run_with(&database, "sample", "", &[("BOROUGH_SAMPLE_PASSWORD", PASSWORD)]).await;
    assert!(ran.succeeded && ran.said.contains("BOROUGH_SAMPLE_PASSWORD") && !ran.said.contains(PASSWORD), "{ran:?}");
    let visitor = visitor(&database);
    account::sign_in(&visitor, credentials(samples::ABEL, PASSWORD)).await.unwrap();
    visitor.db.close().await;
}

fn password_in(said: &str) -> String {
    let line = said.lines().find_map(|line| line.trim().strip_prefix("password: "));
    line.unwrap().split_whitespace().next().unwrap().to_owned()
}
