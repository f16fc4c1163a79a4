//! Accounts: signing up and in, and showing that an address is one's own.

pub(crate) mod card;
mod fields;
mod sign_in;
mod sign_out;
mod sign_up;
mod verify_email;

pub use fields::{NameField, NewPasswordField};
pub use sign_in::{SignInForm, SignInPage};
pub use sign_out::{SIGN_OUT, SignOutForm};
pub use sign_up::SignUpPage;
pub use verify_email::VerifyEmailPage;
