//! The members of an organization.

pub mod api;
mod page;

pub use page::MembersPage;
