//! Whether the database is still the one that the program relies on. Asked at every start, and by `borough check`.

use model::AppError;
use sqlx::PgExecutor;

use crate::access::Db;
use crate::error::{Error, Result};
use crate::migrate;

/// Every policy of the schema, one per line, as `policies.sql` prints them. A policy that was dropped, added or changed
/// by hand is a difference. `scripts/golden` writes the file.
const POLICIES: &str = include_str!("check/policies.txt");

/// The same of every function, by `functions.sql`: whose it is, with whose rights it runs, where it looks for names, who
/// may call it, and a hash of its definition.
const FUNCTIONS: &str = include_str!("check/functions.txt");

/// The same of what else keeps something out, by `guards.sql`: triggers, rules, constraints, unique indexes, columns that
/// are never empty, privileges of the program's roles and of everybody, and what those roles are.
const GUARDS: &str = include_str!("check/guards.txt");

/// What was looked at, and what is wrong with it.
#[derive(Debug)]
pub struct Finding {
    /// What was looked at.
    pub subject: &'static str,
    /// What was found: facts when all is well, else what is wrong.
    pub outcome: std::result::Result<String, String>,
}

/// Looks at everything.
pub async fn check(db: &Db) -> Result<Vec<Finding>, AppError> {
    findings(db).await.map_err(Error::tell)
}

async fn findings(db: &Db) -> Result<Vec<Finding>> {
    let app = db.lookups();
    let mut findings = vec![
        Finding { subject: "server version", outcome: server_version(app).await? },
        Finding { subject: "application role", outcome: role(app).await? },
        Finding { subject: "operator role", outcome: role(db.operator_lookups()).await? },
        Finding { subject: "migrations", outcome: migrations(app).await? },
    ];
    // Tables of another version differ in everything: saying so for each would hide what is to be done.
    if findings.iter().any(|finding| finding.subject == "migrations" && finding.outcome.is_ok()) {
        findings.push(Finding { subject: "row-level security", outcome: row_level_security(app).await? });
        let found = sqlx::query_file_scalar!("src/check/policies.sql").fetch_all(app).await?;
        findings.push(Finding { subject: "policies", outcome: as_built(POLICIES, 2, &found) });
        let found = sqlx::query_file_scalar!("src/check/functions.sql").fetch_all(app).await?;
        findings.push(Finding { subject: "functions", outcome: as_built(FUNCTIONS, 1, &found) });
        let found = sqlx::query_file_scalar!("src/check/guards.sql").fetch_all(app).await?;
        findings.push(Finding { subject: "guards", outcome: as_built(GUARDS, 1, &found) });
    }
    Ok(findings)
}

type Outcome = std::result::Result<String, String>;

/// 15.14 and newer close holes in row-level security and in the way `pg_dump` restores it.
async fn server_version(sql: impl PgExecutor<'_>) -> Result<Outcome> {
    let number = sqlx::query_scalar!(r#"SELECT current_setting('server_version_num')::int AS "number!""#);
    let number = number.fetch_one(sql).await?;
    let (major, minor) = (number / 10_000, number % 10_000);
    let new_enough = major > 15 || major == 15 && minor >= 14;
    Ok(if new_enough {
        Ok(format!("PostgreSQL {major}.{minor}"))
    } else {
        Err(format!("PostgreSQL {major}.{minor} is too old: 15.14 or newer is needed"))
    })
}

async fn migrations(sql: impl PgExecutor<'_> + Copy) -> Result<Outcome> {
    let exists = sqlx::query_scalar!(r#"SELECT to_regclass('control._migrations') IS NOT NULL AS "exists!""#);
    if !exists.fetch_one(sql).await? {
        return Ok(Err("the database has no tables yet: run `borough migrate`".to_owned()));
    }
    let applied = sqlx::query_scalar!("SELECT version FROM control._migrations WHERE success ORDER BY version");
    let applied = applied.fetch_all(sql).await?;
    let built_for: Vec<i64> = migrate::control().iter().map(|migration| migration.version).collect();
    Ok(if applied == built_for {
        Ok(format!("{} applied", applied.len()))
    } else {
        let missing = built_for.iter().filter(|version| !applied.contains(version)).count();
        let unknown = applied.iter().filter(|version| !built_for.contains(version)).count();
        Err(format!("{missing} missing (run `borough migrate`), {unknown} of another version of the program"))
    })
}

/// A role that row-level security does not bind would make every policy worthless. One that may make temporary tables and
/// types could put them in the way of names that a function looks for.
async fn role(sql: impl PgExecutor<'_>) -> Result<Outcome> {
    let role = sqlx::query!(
        r#"SELECT rolname AS "name!", rolsuper AS "superuser!", rolbypassrls AS "bypasses!",
            EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid) AS "member!",
            EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'control' AND c.relowner = r.oid) AS "owns!",
            NOT rolsuper AND has_database_privilege(r.oid, current_database(), 'TEMPORARY') AS "temporary!"
        FROM pg_roles r WHERE rolname = current_user"#
    )
    .fetch_one(sql)
    .await?;
    let faults = [
        (role.superuser, "is a superuser"),
        (role.bypasses, "bypasses row-level security"),
        (role.member, "is a member of another role"),
        (role.owns, "owns tables"),
        (role.temporary, "may make temporary tables (REVOKE TEMPORARY ON DATABASE … FROM PUBLIC)"),
    ];
    let faults: Vec<_> = faults.into_iter().filter_map(|(is, fault)| is.then_some(fault)).collect();
    Ok(if faults.is_empty() { Ok(role.name) } else { Err(format!("{} {}", role.name, faults.join(", "))) })
}

async fn row_level_security(sql: impl PgExecutor<'_>) -> Result<Outcome> {
    let tables = sqlx::query!(
        r#"SELECT c.relname::text AS "name!", c.relrowsecurity AND c.relforcerowsecurity AS "forced!"
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p') AND c.relname <> '_migrations'
        ORDER BY c.relname"#
    )
    .fetch_all(sql)
    .await?;
    let open: Vec<_> = tables.iter().filter(|table| !table.forced).map(|table| table.name.as_str()).collect();
    Ok(if tables.is_empty() {
        Err("there are no tables".to_owned())
    } else if open.is_empty() {
        Ok(format!("enabled and forced on {} tables", tables.len()))
    } else {
        Err(format!("not enabled and forced on {}", open.join(", ")))
    })
}

/// Compares what was found with a list that the program was built with. The first parts of a line are its name.
fn as_built(built: &str, parts_of_name: usize, found: &[String]) -> Outcome {
    let wanted: Vec<&str> = built.lines().collect();
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let name = |line: &&str| line.split(" | ").take(parts_of_name).collect::<Vec<_>>().join(".");
    let without = |lines: &[&str], others: &[&str]| {
        lines.iter().filter(|line| !others.contains(line)).map(name).collect::<Vec<_>>().join(", ")
    };
    let (missing, foreign) = (without(&wanted, &found), without(&found, &wanted));
    if missing.is_empty() && foreign.is_empty() {
        Ok(format!("{} as built", wanted.len()))
    } else {
        Err(format!("missing or changed: [{missing}]; not of this program: [{foreign}]"))
    }
}
