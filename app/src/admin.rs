//! The back office.

pub mod api;
mod mails;
mod search;
mod shell;
mod sign_in;
mod tenants;

pub use mails::MailsPage;
pub use shell::AdminShell;
pub use sign_in::AdminSignInPage;
pub use tenants::TenantsPage;
