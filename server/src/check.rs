//! `borough check`, and the same questions before every `serve`: is the database the one that the program relies on?

use std::io::IsTerminal as _;

use domain::access::Db;
use domain::audit::{self, Progress};
use domain::check::{Finding, check as look_at};

use crate::Failure;
use crate::config::{CheckArgs, Databases, Settings};
use crate::database::{Database, Use};

/// Looks at the configuration and the database, prints what was found, and fails when something is wrong.
pub async fn check(args: &CheckArgs) -> Result<(), Failure> {
    let CheckArgs { serve: args, audit } = args;
    let settings = args.settings();
    let mut findings = vec![Finding {
        subject: "configuration",
        outcome: settings.as_ref().map(describe).map_err(ToString::to_string),
    }];
    // Even where another setting is wrong, the database can be asked.
    if let Ok(databases) = args.databases.databases() {
        findings.extend(findings_of(&databases, Use::for_a_command(&args.place.base_url()), *audit).await?);
    }
    for finding in &findings {
        let (mark, text) = match &finding.outcome {
            Ok(fact) => ("ok   ", fact),
            Err(fault) => ("WRONG", fault),
        };
        println!("{mark}  {:<20}  {text}", finding.subject);
    }
    let wrong = findings.iter().filter(|finding| finding.outcome.is_err()).count();
    if wrong > 0 {
        return Err(Failure::new(format!("{wrong} of {} are WRONG", findings.len())));
    }
    println!("All {} are as they should be.", findings.len());
    Ok(())
}

async fn findings_of(databases: &Databases, usage: Use, with_audit: bool) -> Result<Vec<Finding>, Failure> {
    let database = Database::join(databases, usage).await?;
    let mut findings = look_at(database.db())
        .await
        .unwrap_or_else(|error| vec![Finding { subject: "database", outcome: Err(Failure::told(&error).to_string()) }]);
    // By functions of this version's shape, and only as they were built.
    if with_audit && findings.iter().all(|finding| finding.outcome.is_ok()) {
        findings.extend(follow_logs(database.db()).await);
    } else if with_audit {
        let outcome = Err("not looked at, because of the above".to_owned());
        findings.push(Finding { subject: AUDIT, outcome });
    }
    database.close().await?;
    Ok(findings)
}

const AUDIT: &str = "audit logs";

/// One finding for all logs that hold, or one for each that does not. Somebody who waits at a terminal sees how far it is.
async fn follow_logs(db: &Db) -> Vec<Finding> {
    let is_watched = std::io::stderr().is_terminal();
    let say = |Progress { logs, entries, .. }: &Progress| {
        if is_watched {
            eprint!("\r{logs} logs, {entries} entries …");
        }
    };
    let followed = audit::verify(db, say).await;
    if is_watched {
        eprintln!();
    }
    let outcomes = match followed {
        Err(error) => vec![Err(Failure::told(&error).to_string())],
        Ok(Progress { logs, entries, wrong }) if wrong.is_empty() => {
            vec![Ok(format!("logs: {logs}, entries: {entries}, all as they were written"))]
        }
        Ok(Progress { wrong, .. }) => wrong.iter().map(|wrong| Err(wrong.to_string())).collect(),
    };
    outcomes.into_iter().map(|outcome| Finding { subject: AUDIT, outcome }).collect()
}

/// Refuses to go on with a database that is not as it should be, and says everything that is wrong with it.
pub async fn refuse_wrong(db: &Db) -> Result<(), Failure> {
    let findings = look_at(db).await.map_err(|error| Failure::told(&error))?;
    let faults = findings.iter().filter_map(|finding| {
        let fault = finding.outcome.as_ref().err()?;
        Some(format!("\n  {}: {fault}", finding.subject))
    });
    let faults: String = faults.collect();
    if faults.is_empty() {
        tracing::info!(looked_at = findings.len(), "the database is as it should be");
        return Ok(());
    }
    Err(Failure::new(format!("the database is not as it should be, so nothing is served:{faults}")))
}

fn describe(settings: &Settings) -> String {
    let database = match &settings.databases {
        Databases::Embedded { .. } => "embedded database".to_owned(),
        Databases::External { app, operator, .. } => format!("databases {app} and {operator}"),
    };
    let mail = if settings.mail.is_some() { "mails by SMTP" } else { "mails wait at /admin/mail" };
    format!("{}, {database}, {mail}", settings.base_url.origin())
}
