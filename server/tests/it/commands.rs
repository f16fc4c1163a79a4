//! The short commands, and what `serve` refuses, each run as a program of its own.

use domain::access::{Caller, Db, DbConfig, Visitor};
use domain::{account, operators, samples};
use model::account::SignIn;
use model::{AppError, Code, Fields};
use sqlx::{ConnectOptions, Executor, Row};
use testkit::TestDatabase;

use crate::program::{run, run_with};

const PASSWORD: &str = "correct horse battery staple";

fn visitor(database: &TestDatabase) -> Visitor {
    let db = Db::new(DbConfig {
        app: database.app(),
        operator: database.operator(),
        connections: 2,
        attempts_per_address: 1000,
        invitations_per_day: 1000,
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
    ] {
        assert!(ran.said.lines().any(|line| line.starts_with(&format!("ok     {subject}"))), "{subject}: {}", ran.said);
    }
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

#[tokio::test]
async fn every_way_to_weaken_the_database_by_hand_is_noticed() {
    for (by, subject) in [
        ("ALTER TABLE control.mails NO FORCE ROW LEVEL SECURITY", "row-level security"),
        ("ALTER TABLE control.users DISABLE ROW LEVEL SECURITY", "row-level security"),
        ("CREATE TABLE control.forgotten (id uuid)", "row-level security"),
        ("CREATE POLICY backdoor ON control.users USING (true)", "policies"),
        ("ALTER POLICY tenant ON control.invitations USING (true)", "policies"),
        ("ALTER FUNCTION control.open_tenant RESET search_path", "functions"),
        ("GRANT EXECUTE ON FUNCTION control.claim_mail TO borough_app", "functions"),
        ("ALTER TABLE control.mails OWNER TO borough_app", "application role"),
        (
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$",
            "operator role",
        ),
        (
            "DELETE FROM control._migrations WHERE version = (SELECT max(version) FROM control._migrations)",
            "migrations",
        ),
    ] {
        let database = testkit::database().await;
        by_hand(&database, by).await;
        let ran = run(&database, "check", "").await;
        let is_named = ran.said.lines().any(|line| line.starts_with("WRONG") && line.contains(subject));
        assert!(!ran.succeeded && is_named, "{by}: {ran:?}");
    }
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
