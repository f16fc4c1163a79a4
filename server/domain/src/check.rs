//! Whether the database is still the one that the program relies on. Asked at every start, and by `borough check`.
#![expect(
    clippy::disallowed_types,
    reason = "it looks at the roles of both pools and at the catalogue, before anybody is there"
)]

use model::AppError;
use sqlx::PgPool;

use crate::access::Db;
use crate::error::{Error, Result};
use crate::migrate;

/// Every policy of the schema, one per line, as `policies.sql` prints them. A policy that was dropped, added or changed
/// by hand is a difference; `docs/adding-a-feature.md` says how the file is renewed.
const POLICIES: &str = include_str!("check/policies.txt");

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
    let app = db.app_pool();
    let mut findings = vec![
        Finding { subject: "server version", outcome: server_version(app).await? },
        Finding { subject: "application role", outcome: role(app).await? },
        Finding { subject: "operator role", outcome: role(db.operator_pool()).await? },
        Finding { subject: "migrations", outcome: migrations(app).await? },
    ];
    // Tables of another version differ in everything: saying so for each would hide what is to be done.
    if findings.iter().any(|finding| finding.subject == "migrations" && finding.outcome.is_ok()) {
        findings.push(Finding { subject: "row-level security", outcome: row_level_security(app).await? });
        findings.push(Finding { subject: "policies", outcome: policies(app).await? });
    }
    Ok(findings)
}

type Outcome = std::result::Result<String, String>;

/// 15.14 and newer close holes in row-level security and in the way `pg_dump` restores it.
async fn server_version(pool: &PgPool) -> Result<Outcome> {
    let number = sqlx::query_scalar!(r#"SELECT current_setting('server_version_num')::int AS "number!""#);
    let number = number.fetch_one(pool).await?;
    let (major, minor) = (number / 10_000, number % 10_000);
    let new_enough = major > 15 || major == 15 && minor >= 14;
    Ok(if new_enough {
        Ok(format!("PostgreSQL {major}.{minor}"))
    } else {
        Err(format!("PostgreSQL {major}.{minor} is too old: 15.14 or newer is needed"))
    })
}

async fn migrations(pool: &PgPool) -> Result<Outcome> {
    let exists = sqlx::query_scalar!(r#"SELECT to_regclass('control._migrations') IS NOT NULL AS "exists!""#);
    if !exists.fetch_one(pool).await? {
        return Ok(Err("the database has no tables yet: run `borough migrate`".to_owned()));
    }
    let applied = sqlx::query_scalar!("SELECT version FROM control._migrations WHERE success ORDER BY version");
    let applied = applied.fetch_all(pool).await?;
    let built_for: Vec<i64> = migrate::control().iter().map(|migration| migration.version).collect();
    Ok(if applied == built_for {
        Ok(format!("{} applied", applied.len()))
    } else {
        let missing = built_for.iter().filter(|version| !applied.contains(version)).count();
        let unknown = applied.iter().filter(|version| !built_for.contains(version)).count();
        Err(format!("{missing} missing (run `borough migrate`), {unknown} of another version of the program"))
    })
}

/// A role that row-level security does not bind would make every policy worthless.
async fn role(pool: &PgPool) -> Result<Outcome> {
    let role = sqlx::query!(
        r#"SELECT rolname AS "name!", rolsuper AS "superuser!", rolbypassrls AS "bypasses!",
            EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid) AS "member!",
            EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'control' AND c.relowner = r.oid) AS "owns!"
        FROM pg_roles r WHERE rolname = current_user"#
    )
    .fetch_one(pool)
    .await?;
    let faults = [
        (role.superuser, "is a superuser"),
        (role.bypasses, "bypasses row-level security"),
        (role.member, "is a member of another role"),
        (role.owns, "owns tables"),
    ];
    let faults: Vec<_> = faults.into_iter().filter_map(|(is, fault)| is.then_some(fault)).collect();
    Ok(if faults.is_empty() { Ok(role.name) } else { Err(format!("{} {}", role.name, faults.join(", "))) })
}

async fn row_level_security(pool: &PgPool) -> Result<Outcome> {
    let tables = sqlx::query!(
        r#"SELECT c.relname::text AS "name!", c.relrowsecurity AND c.relforcerowsecurity AS "forced!"
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'control' AND c.relkind IN ('r', 'p') AND c.relname <> '_migrations'
        ORDER BY c.relname"#
    )
    .fetch_all(pool)
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

async fn policies(pool: &PgPool) -> Result<Outcome> {
    let found = sqlx::query_file_scalar!("src/check/policies.sql").fetch_all(pool).await?;
    let wanted: Vec<&str> = POLICIES.lines().collect();
    let missing: Vec<_> = wanted.iter().filter(|line| !found.iter().any(|found| found == *line)).collect();
    let foreign: Vec<_> = found.iter().filter(|line| !wanted.contains(&line.as_str())).collect();
    Ok(if missing.is_empty() && foreign.is_empty() {
        Ok(format!("{} as built", wanted.len()))
    } else {
        let name = |line: &str| line.split(" | ").take(2).collect::<Vec<_>>().join(".");
        let names = |lines: Vec<String>| lines.join(", ");
        Err(format!(
            "missing or changed: [{}]; not of this program: [{}]",
            names(missing.iter().map(|line| name(line)).collect()),
            names(foreign.iter().map(|line| name(line)).collect())
        ))
    })
}
