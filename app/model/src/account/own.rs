//! What a person sees and changes of his own account.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Device;
use crate::email::EmailAddress;
use crate::error::{AppError, Code, Fields, Result};
use crate::ids::SessionId;
use crate::password::Password;
use crate::text::PersonName;

/// A person's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The person's name.
    pub name: String,
    /// The account's address.
    pub email: String,
    /// Whether a mailed link has shown that it is the person's.
    pub email_verified: bool,
    /// The address that the account shall have once the link to it is opened.
    pub asked_email: Option<String>,
    /// Where the person is signed in, the session that was in use last first.
    pub sessions: Vec<SessionView>,
}

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Which session.
    pub id: SessionId,
    /// With what, as far as the browser says.
    pub device: Device,
    /// From which network address it began.
    pub ip: String,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was in use last, to a minute or two.
    #[serde(with = "time::serde::rfc3339")]
    pub seen_at: OffsetDateTime,
    /// The one that asks.
    pub is_current: bool,
}

/// Another name for the person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeName {
    /// The name.
    pub name: String,
}

impl ChangeName {
    /// Checks it.
    pub fn parse(self) -> Result<PersonName> {
        PersonName::parse(&self.name).map_err(|code| AppError::invalid("name", code))
    }
}

/// Another password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangePassword {
    /// The present one.
    pub current_password: String,
    /// The new one.
    pub password: String,
}

/// A [`ChangePassword`] that can be tried.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// What was entered as the present one.
    pub current: Password,
    /// The new one.
    pub new: Password,
}

impl ChangePassword {
    /// Checks both.
    pub fn parse(self) -> Result<NewPassword> {
        let mut fields = Fields::default();
        let current = fields.check("current_password", present(&self.current_password));
        let new = fields.check("password", Password::parse(&self.password));
        match (current, new) {
            (Some(current), Some(new)) if current == new => Err(AppError::invalid("password", Code::Unchanged)),
            (Some(current), Some(new)) => Ok(NewPassword { current, new }),
            _ => Err(fields.into()),
        }
    }
}

/// Another address for the account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeEmail {
    /// The address.
    pub new_email: String,
    /// The present password.
    pub email_password: String,
}

/// A [`ChangeEmail`] that can be tried.
#[derive(Clone, Debug)]
pub struct AskedAddress {
    /// The address.
    pub email: EmailAddress,
    /// What was entered as the present password.
    pub password: Password,
}

impl ChangeEmail {
    /// Checks both.
    pub fn parse(self) -> Result<AskedAddress> {
        let mut fields = Fields::default();
        let email = fields.check("new_email", EmailAddress::parse(&self.new_email));
        let password = fields.check("email_password", present(&self.email_password));
        match (email, password) {
            (Some(email), Some(password)) => Ok(AskedAddress { email, password }),
            _ => Err(fields.into()),
        }
    }
}

/// A present password as it was entered. One that could not have been set is a wrong one.
fn present(text: &str) -> Result<Password, Code> {
    if text.is_empty() {
        return Err(Code::Required);
    }
    Password::entered(text).ok_or(Code::WrongPassword)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_of_a_change_is_named_at_once() {
        let named = |error: AppError| match error {
            AppError::Invalid { fields } => fields.iter().map(|(name, code)| (name.to_owned(), code)).collect(),
            other => vec![(other.to_string(), Code::Unknown)],
        };
        let required = |name: &str| (name.to_owned(), Code::Required);
        let refused = ChangePassword::default().parse().unwrap_err();
        assert_eq!(named(refused), [required("current_password"), required("password")]);
        let refused = ChangeEmail::default().parse().unwrap_err();
        assert_eq!(named(refused), [required("email_password"), required("new_email")]);
    }

    #[test]
    fn the_same_password_is_no_new_one() {
        let same = "correct horse battery staple".to_owned();
        let form = ChangePassword { current_password: same.clone(), password: same };
        assert_eq!(form.parse().unwrap_err(), AppError::invalid("password", Code::Unchanged));
    }
}
