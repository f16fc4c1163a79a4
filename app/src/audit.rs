//! The audit log of an organization: who did what, to whom or what, and from where.

mod action;
mod activity;
pub mod api;
mod details;
mod entry;
mod filters;
mod listed;
mod news;
mod page;
mod query;
mod table;
mod text;

pub use activity::{Activity, read_activity};
pub use entry::AuditEntryPage;
pub use page::AuditPage;
