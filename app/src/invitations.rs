//! Accepting an invitation by its mailed link. (Inviting is a matter of `members`.)

pub mod api;
mod page;
mod recipient;

pub use page::InvitationPage;
