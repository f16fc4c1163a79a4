//! Choosing an organization, and making one more.

pub mod api;
mod choose;
mod create;
mod fields;

pub use choose::OrganizationsPage;
pub use create::NewOrganizationPage;
pub use fields::OrganizationFields;
