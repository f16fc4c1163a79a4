//! Invitations: asking somebody to join, what is still open, and accepting by the mailed link.

pub mod api;
mod dialog;
mod page;
mod pending;
mod recipient;
mod text;

pub use dialog::InviteDialog;
pub use page::InvitationPage;
pub use pending::PendingInvitations;
