//! The back office.

pub mod api;
mod mails;
mod shell;
mod tenants;

pub use mails::MailsPage;
pub use shell::{AdminShell, AdminSignInPage};
pub use tenants::TenantsPage;
