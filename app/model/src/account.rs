//! Accounts: signing up, in and out, a forgotten password, and what a person sees and changes of his own.

mod device;
mod own;
mod reset;

use serde::Deserialize;

use crate::email::EmailAddress;
use crate::error::{AppError, Code, Fields, Result};
use crate::ids::IdempotencyKey;
use crate::password::Password;
use crate::tenants::{CreateOrganization, NewOrganization};
use crate::text::PersonName;

pub use device::Device;
pub use own::{AccountView, AskedAddress, ChangeEmail, ChangeName, ChangePassword, NewPassword, SessionView};
pub use reset::{AskReset, ResetOffer, ResetPassword};

/// Makes an organization and the account of its first administrator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignUp {
    /// The organization's name.
    pub organization: String,
    /// Its name in addresses.
    pub slug: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's password.
    pub password: String,
    /// The same key signs up once, however often it is sent.
    pub key: Option<IdempotencyKey>,
}

/// A [`SignUp`] that can be carried out.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    /// The organization.
    pub organization: NewOrganization,
    /// The administrator's name.
    pub name: PersonName,
    /// The administrator's e-mail address.
    pub email: EmailAddress,
    /// The administrator's password.
    pub password: Password,
}

impl SignUp {
    /// Checks every field.
    pub fn parse(self) -> Result<NewCustomer> {
        let mut fields = Fields::default();
        let organization = CreateOrganization { organization: self.organization, slug: self.slug, key: self.key };
        let organization = organization.check(&mut fields);
        let name = fields.check("name", PersonName::parse(&self.name));
        let email = fields.check("email", EmailAddress::parse(&self.email));
        let password = fields.check("password", Password::parse(&self.password));
        let password = match (password, &name, &email) {
            (Some(password), Some(name), Some(email)) => {
                fields.check("password", password.chosen_by(name.as_str(), email))
            }
            (password, ..) => password,
        };
        match (organization, name, email, password) {
            (Some(organization), Some(name), Some(email), Some(password)) => {
                Ok(NewCustomer { organization, name, email, password })
            }
            _ => Err(fields.into()),
        }
    }
}

/// Proves who somebody is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignIn {
    /// The account's e-mail address.
    pub email: String,
    /// The account's password.
    pub password: String,
}

/// A [`SignIn`] that can be tried.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account's e-mail address.
    pub email: EmailAddress,
    /// What was entered as password.
    pub password: Password,
}

impl SignIn {
    /// Refuses only what is empty or no address. A password that could not have been set is a wrong one: the answer
    /// must not tell more.
    pub fn parse(self) -> Result<Credentials> {
        let mut fields = Fields::default();
        let email = fields.check("email", EmailAddress::parse(&self.email));
        if self.password.is_empty() {
            fields.insert("password", Code::Required);
        }
        let (Some(email), true) = (email, fields.is_empty()) else {
            return Err(fields.into());
        };
        let password = Password::entered(&self.password)
            .ok_or_else(|| AppError::invalid(Fields::WHOLE, Code::WrongCredentials))?;
        Ok(Credentials { email, password })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let Err(AppError::Invalid { fields }) = SignUp::default().parse() else {
            panic!("an empty form must be refused")
        };
        let named: Vec<_> = fields.iter().collect();
        let all = ["email", "name", "organization", "password", "slug"];
        assert_eq!(named, all.map(|field| (field, Code::Required)));
    }

    #[test]
    fn a_password_is_compared_with_the_person_who_chooses_it() {
        let form = SignUp {
            organization: "Engines".into(),
            slug: "engines".into(),
            name: "Ada Lovelace".into(),
            email: "ada.byron@engines.example".into(),
            password: "Ada Lovelace 1815".into(),
            key: None,
        };
        assert_eq!(form.clone().parse().unwrap_err(), AppError::invalid("password", Code::Guessable));
        assert!(SignUp { name: "Grace Hopper".into(), ..form }.parse().is_ok());
    }

    #[test]
    fn an_impossible_password_is_only_a_wrong_one() {
        let sign_in = SignIn { email: "ada@example.com".into(), password: "x".repeat(1 << 20) };
        assert_eq!(sign_in.parse().unwrap_err(), AppError::invalid(Fields::WHOLE, Code::WrongCredentials));
    }
}
