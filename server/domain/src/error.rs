//! What can go wrong inside, and the one place that turns it into what people are told.

use model::{AppError, Code, Fields};

/// What functions of this crate answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that the caller is told as it is.
    #[error(transparent)]
    App(#[from] AppError),
    /// The database refused or did not answer.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Something that cannot happen did.
    #[error("{0}")]
    Fault(String),
}

impl Error {
    /// What the caller is told. Everything else is logged here, once, within the request's span.
    pub fn tell(self) -> AppError {
        match self {
            Self::App(error) => error,
            // A NUL that no input type stands before: the database can hold it in no text (22021) and in no JSON
            // (22P05), so nothing has it.
            Self::Database(sqlx::Error::Database(error))
                if matches!(error.code().as_deref(), Some("22021" | "22P05")) =>
            {
                AppError::invalid(Fields::WHOLE, Code::ForbiddenCharacters)
            }
            Self::Database(error) if is_outage(&error) => {
                tracing::warn!(%error, "the database does not answer");
                AppError::Unavailable
            }
            Self::Database(error) => {
                tracing::error!(%error, "the database refused a statement");
                AppError::internal()
            }
            Self::Fault(error) => {
                tracing::error!(%error, "a fault");
                AppError::internal()
            }
        }
    }
}

/// Errors that go away by themselves: no connection, a timeout, a deadlock.
fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // Class 08: connection; 53: resources; 57: operator intervention (timeouts, shutdown); 40: rolled back to be
        // tried again; 55P03: a lock was not to be had in time.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class)) || code == "55P03"
        }),
        _ => false,
    }
}

/// Names what a constraint stands for.
pub(crate) trait ConstraintExt<T> {
    /// If it was this constraint that refused the statement, the caller is told so.
    fn on_constraint(self, name: &str, error: AppError) -> Result<T>;
}

impl<T, E: Into<Error>> ConstraintExt<T> for std::result::Result<T, E> {
    fn on_constraint(self, name: &str, told: AppError) -> Result<T> {
        self.map_err(|error| match error.into() {
            Error::Database(sqlx::Error::Database(refusal)) if refusal.constraint() == Some(name) => told.into(),
            error => error,
        })
    }
}
