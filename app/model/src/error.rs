//! The one error of the whole program, as the browser sees it.
//!
//! It holds codes, never sentences and never what went wrong inside: that is logged where it happens, under the
//! request id that the person sees.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::permission::Required;

/// What every fallible function of the program answers.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// Why a call was refused or failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AppError {
    /// Nobody is signed in, or the session has ended.
    Unauthenticated,
    /// The caller is a member, but none of its roles holds this permission.
    PermissionDenied {
        /// The permission that is missing.
        required: Required,
    },
    /// It does not exist, or it is not the caller's: the two cannot be told apart.
    NotFound,
    /// The caller's own organization is suspended. Told to its members alone: for everybody else there is nothing.
    Suspended {
        /// Its name.
        organization: String,
        /// What an operator tells its members; empty: nothing.
        message: String,
    },
    /// The input is wrong, field by field.
    Invalid {
        /// Which field is wrong, and how.
        fields: Fields,
    },
    /// The input is right, but something else stands against it now.
    Conflict {
        /// What stands against it.
        reason: Code,
    },
    /// Too many attempts.
    RateLimited {
        /// Seconds until the next attempt has a chance.
        retry_after: u32,
    },
    /// The server or the way to it is out of order for the moment.
    Unavailable,
    /// A fault of ours. The log has the rest under this request id.
    Internal {
        /// The request id of the answer; empty until the outermost layer fills it in.
        #[serde(default)]
        request_id: String,
    },
}

impl AppError {
    /// A fault whose request id the outermost layer fills in.
    pub fn internal() -> Self {
        Self::Internal { request_id: String::new() }
    }

    /// One wrong field.
    pub fn invalid(field: &'static str, code: Code) -> Self {
        let mut fields = Fields::default();
        fields.insert(field, code);
        Self::Invalid { fields }
    }

    /// The status that goes with it, in HTTP's numbers.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::PermissionDenied { .. } | Self::Suspended { .. } => 403,
            Self::NotFound => 404,
            Self::Conflict { .. } => 409,
            Self::Invalid { .. } => 422,
            Self::RateLimited { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable => 503,
        }
    }

    /// The code as machines read it, the same as in the JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::PermissionDenied { .. } => "PERMISSION_DENIED",
            Self::NotFound => "NOT_FOUND",
            Self::Suspended { .. } => "SUSPENDED",
            Self::Conflict { .. } => "CONFLICT",
            Self::Invalid { .. } => "INVALID",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::Internal { .. } => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for AppError {}

impl From<Fields> for AppError {
    fn from(fields: Fields) -> Self {
        Self::Invalid { fields }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::invalid(Fields::WHOLE, Code::Malformed)
            }
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unavailable,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_) => Self::internal(),
        }
    }
}

/// What is wrong with a field, or stands against a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// Nothing was given.
    Required,
    /// Longer than this many characters.
    TooLong(u16),
    /// Shorter than this many characters.
    TooShort(u16),
    /// Not of the right form.
    Malformed,
    /// Has characters that cannot be seen or that change the direction of text.
    ForbiddenCharacters,
    /// Has something in it that mail programs make a link of.
    HasLink,
    /// Somebody else has it.
    Taken,
    /// Looks like one that somebody else has or had.
    LookAlike,
    /// Kept for the platform itself.
    Reserved,
    /// Names something that does not exist here.
    Unknown,
    /// E-mail and password do not belong together.
    WrongCredentials,
    /// Not the account's present password.
    WrongPassword,
    /// A password that is tried first by whoever guesses.
    Guessable,
    /// The session has ended already.
    SessionOver,
    /// It is so already.
    Unchanged,
    /// The link has been used, revoked, or is too old.
    LinkExpired,
    /// The person is a member already.
    AlreadyMember,
    /// The person has a pending invitation already.
    AlreadyInvited,
    /// It stands there twice.
    Duplicate,
    /// More than this many at once.
    TooMany(u16),
    /// Nobody does this to oneself.
    Oneself,
    /// The organization would be left without an administrator.
    LastAdmin,
    /// The caller does not hold all that this would grant.
    AboveOwnRights,
    /// The time for it is over.
    TooLate,
    /// Somebody else has changed it since it was read.
    Stale,
    /// The e-mail address is not verified yet.
    EmailUnverified,
    /// The browser did not send the cookie back.
    CookieRefused,
    /// Not what was to be typed to confirm it.
    NotConfirmed,
    /// More than this many KiB.
    TooLarge(u16),
    /// No picture of a kind that is taken.
    NotAnImage,
    /// Wider or higher than this many pixels.
    TooManyPixels(u16),
    /// No JSON; here it stops making sense.
    JsonAt {
        /// Counted from 1.
        line: u32,
        /// Counted from 1.
        column: u32,
    },
    /// JSON, but no object.
    NotAnObject,
    /// Has more than this many levels in each other.
    TooDeep(u16),
}

/// Wrong fields by name, at most one code each: the first thing to mend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, Code>);

impl Fields {
    /// Stands for the input as a whole.
    pub const WHOLE: &'static str = "form";

    /// Notes that this field is wrong, unless something was noted for it before.
    pub fn insert(&mut self, field: &str, code: Code) {
        self.0.entry(field.to_owned()).or_insert(code);
    }

    /// Takes the value if it is right, and notes the code if it is not.
    pub fn check<T>(&mut self, field: &str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.insert(field, code)).ok()
    }

    /// The code of this field.
    pub fn of(&self, field: &str) -> Option<Code> {
        self.0.get(field).copied()
    }

    /// All wrong fields, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Code)> {
        self.0.iter().map(|(field, code)| (field.as_str(), *code))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_in_the_json_is_the_code() {
        let errors = [
            AppError::Unauthenticated,
            AppError::PermissionDenied { required: crate::permission::Permission::MemberList.into() },
            AppError::NotFound,
            AppError::Suspended { organization: "Office Inc.".to_owned(), message: String::new() },
            AppError::invalid("email", Code::TooLong(254)),
            AppError::Conflict { reason: Code::LastAdmin },
            AppError::RateLimited { retry_after: 30 },
            AppError::Unavailable,
            AppError::internal(),
        ];
        for error in errors {
            let json = serde_json::to_value(&error).unwrap();
            assert_eq!(json["code"], error.code());
            assert_eq!(serde_json::from_value::<AppError>(json).unwrap(), error);
        }
    }

    #[test]
    fn an_answer_with_more_in_it_is_still_read() {
        let json = r#"{"code":"NOT_FOUND","message":"There is nothing here.","request_id":"x"}"#;
        assert_eq!(serde_json::from_str::<AppError>(json).unwrap(), AppError::NotFound);
    }
}
