//! Whether the logs are what was written: asked by `borough check --audit`.
//!
//! The chains are followed inside the database, by functions under the back office's login that answer numbers only, in
//! chunks: no entry leaves it, and neither side holds more than one chunk.

use model::AppError;
use model::ids::TenantId;
use uuid::Uuid;

use crate::access::Db;
use crate::error::{Error, Result};

/// How many entries one statement follows: well within the time that a statement may take, on a busy machine too.
const CHUNK: i32 = 5_000;

/// How many logs are asked for at a time.
const LOGS: i32 = 1_000;

/// Which log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Log {
    /// The platform's own.
    Platform,
    /// An organization's.
    Tenant {
        /// Which organization.
        id: TenantId,
        /// Its address.
        slug: String,
    },
}

impl std::fmt::Display for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Platform => f.write_str("the platform's log"),
            Self::Tenant { id, slug } => write!(f, "the log of {slug} ({id})"),
        }
    }
}

/// The first entry of a log that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// In which log.
    pub log: Log,
    /// The entry's number.
    pub number: i64,
    /// It is not there; otherwise it, or what holds the log's end, was changed.
    pub is_missing: bool,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { log, number, is_missing } = self;
        let what = if *is_missing { "is missing" } else { "is not what was written" };
        write!(f, "entry {number} of {log} {what}")
    }
}

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Logs that were followed to their end.
    pub logs: u64,
    /// Entries that were looked at.
    pub entries: i64,
    /// The first wrong entry of each log that has one.
    pub wrong: Vec<Wrong>,
}

/// Follows every log, and calls `report` after each chunk.
pub async fn verify(db: &Db, report: impl FnMut(&Progress)) -> Result<Progress, AppError> {
    follow_all(db, report).await.map_err(Error::tell)
}

async fn follow_all(db: &Db, mut report: impl FnMut(&Progress)) -> Result<Progress> {
    let mut progress = Progress::default();
    follow(db, Log::Platform, &mut progress, &mut report).await?;
    let mut after = Uuid::nil();
    loop {
        let logs = sqlx::query!(
            r#"SELECT tenant_id AS "id!: TenantId", slug AS "slug!" FROM control.audit_logs($1, $2)"#,
            after,
            LOGS
        );
        let logs = logs.fetch_all(db.operator_lookups()).await?;
        let Some(last) = logs.last() else { return Ok(progress) };
        after = last.id.0;
        for log in logs {
            follow(db, Log::Tenant { id: log.id, slug: log.slug }, &mut progress, &mut report).await?;
        }
    }
}

async fn follow(db: &Db, log: Log, progress: &mut Progress, report: &mut impl FnMut(&Progress)) -> Result<()> {
    let mut upto = 0;
    loop {
        let Chunk { looked_at, wrong, is_missing } = follow_chunk(db, &log, upto).await?;
        upto += looked_at;
        progress.entries += looked_at;
        let ends = wrong.is_some() || looked_at < i64::from(CHUNK);
        if let Some(number) = wrong {
            progress.wrong.push(Wrong { log: log.clone(), number, is_missing });
        }
        progress.logs += u64::from(ends);
        report(progress);
        if ends {
            return Ok(());
        }
    }
}

struct Chunk {
    looked_at: i64,
    wrong: Option<i64>,
    is_missing: bool,
}

async fn follow_chunk(db: &Db, log: &Log, upto: i64) -> Result<Chunk> {
    let sql = db.operator_lookups();
    Ok(match log {
        Log::Platform => {
            sqlx::query_as!(
                Chunk,
                r#"SELECT looked_at AS "looked_at!", wrong, is_missing AS "is_missing!"
                FROM control.verify_platform_audit($1, $2)"#,
                upto,
                CHUNK
            )
            .fetch_one(sql)
            .await?
        }
        Log::Tenant { id, .. } => {
            sqlx::query_as!(
                Chunk,
                r#"SELECT looked_at AS "looked_at!", wrong, is_missing AS "is_missing!"
                FROM control.verify_audit($1, $2, $3)"#,
                id.0,
                upto,
                CHUNK
            )
            .fetch_one(sql)
            .await?
        }
    })
}
