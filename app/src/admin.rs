//! The back office.

pub mod api;
mod mails;
mod pager;
mod people;
mod search;
mod shell;
mod sign_in;
mod suspension;
mod switcher;
mod tenant;
mod tenants;

pub use mails::MailsPage;
pub use people::PeoplePage;
pub use shell::AdminShell;
pub use sign_in::AdminSignInPage;
pub use switcher::OperatorSwitcher;
pub use tenant::AdminTenantShell;
pub use tenants::TenantsPage;
