//! A forgotten password.

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;
use crate::error::{AppError, Result};
use crate::password::Password;

/// Asks for a link by which a new password can be set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskReset {
    /// The account's address.
    pub email: String,
}

impl AskReset {
    /// The address, whether anybody has it or not.
    pub fn parse(self) -> Result<EmailAddress> {
        EmailAddress::parse(&self.email).map_err(|code| AppError::invalid("email", code))
    }
}

/// Sets a new password by a mailed link.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResetPassword {
    /// The new password.
    pub password: String,
}

impl ResetPassword {
    /// Checks what can be checked without knowing whose it is.
    pub fn parse(self) -> Result<Password> {
        Password::parse(&self.password).map_err(|code| AppError::invalid("password", code))
    }
}

/// What the holder of such a link is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetOffer {
    /// The account's address: the link was mailed to it.
    pub email: String,
}
