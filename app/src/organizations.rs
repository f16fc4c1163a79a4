//! Choosing an organization, and making one more.

pub mod api;
mod choose;
mod create;

pub use choose::OrganizationsPage;
pub use create::{NewOrganizationPage, suggested_slug};
