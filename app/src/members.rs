//! The members of an organization: who belongs to it, with which roles, and who is there now.

pub mod api;
mod details;
#[cfg(feature = "ssr")]
mod file;
mod filters;
mod listed;
mod many;
mod many_roles_dialog;
mod page;
mod pager;
mod query;
mod removal;
mod roles_dialog;
mod row;
mod selection;
mod table;
mod text;
mod toolbar;

pub use details::MemberDetailsPage;
#[cfg(feature = "ssr")]
pub use file::member_columns;
pub use page::MembersPage;
