//! Why a command ended without success: one sentence for the terminal.

use std::fmt;

use model::{AppError, Code};

/// Printed after `borough:` by `main`, with exit status 1.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// What the domain refused or failed at, on somebody's terminal.
    pub fn told(error: &AppError) -> Self {
        Self(match error {
            AppError::Invalid { fields } => {
                let sentences: Vec<_> =
                    fields.iter().map(|(field, code)| format!("the {field} {}", sentence(code))).collect();
                sentences.join("; ")
            }
            AppError::Conflict { reason } => format!("it {}", sentence(*reason)),
            AppError::NotFound => "there is no such thing".to_owned(),
            AppError::RateLimited { retry_after } => format!("too many attempts: try again in {retry_after} seconds"),
            AppError::Suspended { organization, .. } => format!("{organization} is suspended"),
            AppError::Unavailable => "the database does not answer; the log says more".to_owned(),
            AppError::Unauthenticated | AppError::PermissionDenied { .. } | AppError::Internal { .. } => {
                "something went wrong inside; the log says more".to_owned()
            }
        })
    }
}

/// What is wrong with something whose name stands before this. The application has its own sentences, per language.
pub fn sentence(code: Code) -> String {
    match code {
        Code::Required => "is missing".to_owned(),
        Code::TooLong(most) => format!("is longer than {most} characters"),
        Code::TooShort(fewest) => format!("is shorter than {fewest} characters"),
        Code::Malformed => "does not have the right form".to_owned(),
        Code::ForbiddenCharacters => "has characters that cannot be seen".to_owned(),
        Code::HasLink => "has a web address in it".to_owned(),
        Code::Taken => "is taken".to_owned(),
        Code::Guessable => "is guessed early: it consists of common words or a simple pattern".to_owned(),
        other => format!("was refused ({other:?})"),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
