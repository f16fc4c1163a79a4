//! Accounts: signing up and in, a forgotten password, showing that an address is one's own, and a person's own page.

pub mod api;
pub(crate) mod card;
mod email_link;
mod fields;
mod mailed_link;
mod own_fields;
mod page;
mod reset;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod verify_email;

pub use email_link::EmailLinkPage;
pub use fields::{NameField, NewPasswordField};
pub use page::AccountPage;
pub use reset::{AskResetPage, ResetPage};
pub use sign_in::{SignInForm, SignInPage};
pub use sign_out::{SIGN_OUT, SignOutForm};
pub use sign_up::SignUpPage;
pub use verify_email::VerifyEmailPage;
