//! The members of an organization: who belongs to it, who was asked to, and who is there now.

pub mod api;
mod invitations;
mod invite_form;
mod listed;
mod page;
mod pager;
mod query;
mod removal;
mod role_choice;
mod roles_dialog;
mod row;
mod table;
mod text;
mod toolbar;

pub use page::MembersPage;
