//! The members of an organization: who belongs to it, with which roles, and who is there now.

pub mod api;
mod listed;
mod page;
mod pager;
mod query;
mod removal;
mod roles_dialog;
mod row;
mod table;
mod text;
mod toolbar;

pub use page::MembersPage;
