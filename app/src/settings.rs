//! What an organization says of itself, and putting it away.

mod api;
mod archive;
mod form;
mod logo_field;
mod page;
mod text;

pub use page::SettingsPage;
