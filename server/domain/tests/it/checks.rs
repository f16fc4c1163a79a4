//! What the program asks before it serves: whether the database is still the one that it relies on.

use domain::access::Db;
use domain::check::check;
use domain::migrate::migrate;

use crate::world::World;

/// The subjects with which something is wrong, each with what it is.
async fn wrong(db: &Db) -> Vec<(&'static str, String)> {
    let findings = check(db).await.unwrap();
    assert!(findings.len() >= 4);
    findings.into_iter().filter_map(|finding| Some((finding.subject, finding.outcome.err()?))).collect()
}

/// The one subject with which something is wrong.
async fn only_wrong(db: &Db) -> (&'static str, String) {
    let mut found = wrong(db).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

const FINE: [(&str, String); 0] = [];

#[tokio::test]
async fn a_database_made_by_the_migrations_is_in_order_and_migrating_it_again_changes_nothing() {
    let world = World::migrated().await;
    assert_eq!(wrong(&world.db).await, FINE);
    let looked_at: Vec<_> = check(&world.db).await.unwrap().into_iter().map(|finding| finding.subject).collect();
    let subjects = [
        "server version",
        "application role",
        "operator role",
        "migrations",
        "row-level security",
        "policies",
        "functions",
        "guards",
    ];
    assert_eq!(looked_at, subjects);
    migrate(&world.owner()).await.unwrap();
    assert_eq!(wrong(&world.db).await, FINE);
}

#[tokio::test]
async fn the_lists_are_those_of_the_migrations() {
    let world = World::migrated().await;
    let mut sql = world.superuser().await;
    for (what, query, written) in [
        ("policies", include_str!("../../src/check/policies.sql"), include_str!("../../src/check/policies.txt")),
        ("functions", include_str!("../../src/check/functions.sql"), include_str!("../../src/check/functions.txt")),
        ("guards", include_str!("../../src/check/guards.sql"), include_str!("../../src/check/guards.txt")),
    ] {
        let found: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut sql).await.unwrap();
        let written: Vec<_> = written.lines().collect();
        assert_eq!(found, written, "after a change of {what}: make golden");
    }
}

#[tokio::test]
async fn a_function_of_another_owner_path_or_caller_is_noticed() {
    let world = World::migrated().await;
    let verify = "control.verify_email(bytea)";
    for (blow, took_back, named) in [
        ("ALTER FUNCTION {} OWNER TO borough_owner", "ALTER FUNCTION {} OWNER TO borough_definer", verify),
        ("ALTER FUNCTION {} SECURITY INVOKER", "ALTER FUNCTION {} SECURITY DEFINER", verify),
        (
            "ALTER FUNCTION {} SET search_path = pg_catalog",
            "ALTER FUNCTION {} SET search_path = pg_catalog, pg_temp",
            verify,
        ),
        ("ALTER FUNCTION {} RESET search_path", "ALTER FUNCTION {} SET search_path = pg_catalog, pg_temp", verify),
        ("GRANT EXECUTE ON FUNCTION {} TO PUBLIC", "REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC", verify),
        (
            "GRANT EXECUTE ON FUNCTION control.claim_mail() TO borough_app",
            "REVOKE EXECUTE ON FUNCTION control.claim_mail() FROM borough_app",
            "control.claim_mail()",
        ),
    ] {
        world.force(&blow.replace("{}", verify)).await;
        let (subject, what) = only_wrong(&world.db).await;
        let changed = format!("missing or changed: [{named}]; not of this program: [{named}]");
        assert_eq!((subject, what), ("functions", changed), "{blow}");
        world.force(&took_back.replace("{}", verify)).await;
    }
    assert_eq!(wrong(&world.db).await, FINE);
    world.force("CREATE FUNCTION control.backdoor() RETURNS void LANGUAGE sql AS ''").await;
    let (subject, what) = only_wrong(&world.db).await;
    assert_eq!((subject, what.contains("not of this program: [control.backdoor()]")), ("functions", true), "{what}");
}

#[tokio::test]
async fn a_login_that_may_make_temporary_tables_is_noticed() {
    let world = World::migrated().await;
    for (grantee, subjects) in [
        ("PUBLIC", vec!["application role", "operator role"]),
        ("borough_app", vec!["application role"]),
        ("borough_operator", vec!["operator role"]),
    ] {
        let database: String = world.look("SELECT current_database()::text").await;
        world.force(&format!("GRANT TEMPORARY ON DATABASE {database} TO {grantee}")).await;
        let found = wrong(&world.db).await;
        assert!(found.iter().all(|(_, what)| what.contains("REVOKE TEMPORARY")), "{found:?}");
        assert_eq!(found.iter().map(|(subject, _)| *subject).collect::<Vec<_>>(), subjects);
        world.force(&format!("REVOKE TEMPORARY ON DATABASE {database} FROM {grantee}")).await;
    }
    assert_eq!(wrong(&world.db).await, FINE);
}

#[tokio::test]
async fn every_policy_is_missed_when_it_is_gone_and_noticed_when_it_is_another() {
    let world = World::migrated().await;
    let mut sql = world.superuser().await;
    let policies: Vec<(String, String)> =
        sqlx::query_as("SELECT tablename::text, policyname::text FROM pg_policies WHERE schemaname = 'control'")
            .fetch_all(&mut sql)
            .await
            .unwrap();
    assert!(policies.len() > 30);
    for (table, policy) in policies {
        let rename = |from: &str, to: &str| format!("ALTER POLICY {from} ON control.{table} RENAME TO {to}");
        world.force(&rename(&policy, "renamed")).await;
        let (subject, what) = only_wrong(&world.db).await;
        assert_eq!(subject, "policies");
        assert_eq!(what, format!("missing or changed: [{table}.{policy}]; not of this program: [{table}.renamed]"));
        world.force(&rename("renamed", &policy)).await;
    }
    for (blow, named) in [
        ("ALTER POLICY tenant ON control.memberships USING (true)", "memberships.tenant"),
        ("ALTER POLICY tenant ON control.roles WITH CHECK (true)", "roles.tenant"),
        ("ALTER POLICY own_account ON control.users TO PUBLIC", "users.own_account"),
        ("CREATE POLICY open ON control.invitations USING (true)", "invitations.open"),
        ("DROP POLICY tenant ON control.member_roles", "member_roles.tenant"),
    ] {
        world.force(blow).await;
        let (subject, what) = only_wrong(&world.db).await;
        assert_eq!(subject, "policies", "{blow}");
        assert!(what.contains(named), "{blow}: {what}");
    }
}

#[tokio::test]
async fn row_level_security_is_missed_on_any_table() {
    let world = World::migrated().await;
    let mut sql = world.superuser().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'control' AND tablename <> '_migrations'",
    )
    .fetch_all(&mut sql)
    .await
    .unwrap();
    for table in tables {
        for (off, on) in [("DISABLE", "ENABLE"), ("NO FORCE", "FORCE")] {
            let switch = |how| format!("ALTER TABLE control.{table} {how} ROW LEVEL SECURITY");
            world.force(&switch(off)).await;
            let missed = ("row-level security", format!("not enabled and forced on {table}"));
            assert_eq!(only_wrong(&world.db).await, missed);
            world.force(&switch(on)).await;
        }
    }
    world.force("CREATE TABLE control.forgotten (tenant_id uuid)").await;
    assert_eq!(only_wrong(&world.db).await.1, "not enabled and forced on forgotten");
}

#[tokio::test]
async fn a_login_that_no_policy_binds_is_refused() {
    let world = World::migrated().await;
    let login = format!("borough_test_{}", uuid::Uuid::new_v4().simple());
    let granted = format!("GRANT USAGE ON SCHEMA control TO {login}; GRANT SELECT ON control._migrations TO {login}");
    world.force(&format!("CREATE ROLE {login} LOGIN; {granted}")).await;
    let db = world.process_as(|config| config.app = config.app.clone().username(&login));
    let fault = async |make: &str, take: &str| {
        world.force(make).await;
        let (subject, what) = only_wrong(&db).await;
        world.force(take).await;
        assert_eq!(subject, "application role");
        what
    };
    let alter = |how| format!("ALTER ROLE {login} {how}");
    let found = [
        fault(&alter("BYPASSRLS"), &alter("NOBYPASSRLS")).await,
        fault(&alter("SUPERUSER"), &alter("NOSUPERUSER")).await,
        fault(&format!("GRANT borough_app TO {login}"), &format!("REVOKE borough_app FROM {login}")).await,
        fault(
            &format!("CREATE SEQUENCE control.mine; ALTER SEQUENCE control.mine OWNER TO {login}"),
            "DROP SEQUENCE control.mine",
        )
        .await,
    ];
    let sane = wrong(&db).await;
    // A role is the whole cluster's, so it goes before anything is asserted.
    world.force(&format!("DROP OWNED BY {login}; DROP ROLE {login}")).await;
    let expected = ["bypasses row-level security", "is a superuser", "is a member of another role", "owns tables"];
    assert_eq!(found, expected.map(|fault| format!("{login} {fault}")));
    assert_eq!(sane, FINE);

    let owner = world.process_as(|config| config.operator = config.operator.clone().username("borough_owner"));
    let (subject, what) = only_wrong(&owner).await;
    assert_eq!((subject, what.contains("owns tables")), ("operator role", true));
}

#[tokio::test]
async fn a_database_of_another_version_is_refused_with_what_to_do() {
    let world = World::migrated().await;
    world.force("UPDATE control._migrations SET version = version + 1 WHERE version = (SELECT max(version) FROM control._migrations)").await;
    let (subject, what) = only_wrong(&world.db).await;
    assert_eq!(
        (subject, what.as_str()),
        ("migrations", "1 missing (run `borough migrate`), 1 of another version of the program")
    );
    world.force("UPDATE control._migrations SET success = false").await;
    assert!(only_wrong(&world.db).await.1.contains("run `borough migrate`"));

    world.force("DROP SCHEMA control CASCADE").await;
    let (subject, what) = only_wrong(&world.db).await;
    assert_eq!((subject, what.contains("run `borough migrate`")), ("migrations", true));
}

#[tokio::test]
async fn the_tests_template_has_the_policies_of_the_migrations() {
    let shape = "SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
            SELECT format('%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod))
            FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname = 'control' AND relkind = 'r' AND relname <> '_migrations' AND attnum > 0
            UNION ALL SELECT format('%s %s', proname, prosrc) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
            WHERE nspname = 'control' AND prosqlbody IS NULL
        ) AS lines (line)";
    let mut shapes: Vec<String> = Vec::new();
    for world in [World::new().await, World::migrated().await] {
        shapes.push(sqlx::query_scalar(shape).fetch_one(&mut world.superuser().await).await.unwrap());
    }
    assert_eq!(shapes[0], shapes[1], "the template is of other migrations: `make test-cluster-stop test-cluster`");
}
