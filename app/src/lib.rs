//! What people see: screens, components, and the server functions through which screens reach the domain.
//!
//! A feature is a folder: `api.rs` (server functions), `page.rs` (makes the resources), the rest draws data. Compiled
//! with `hydrate` for the browser and with `ssr` for the server; the two halves of a module that differ are two files,
//! chosen once at its edge.
// Leptos' views nest types deeply.
#![recursion_limit = "512"]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should stop"))]

#[macro_use]
mod text;

mod account;
mod admin;
mod app;
mod audit;
mod failure;
mod form;
mod home;
mod invitations;
mod kit;
mod landing;
mod live;
mod load;
mod matching;
mod members;
mod not_found;
mod organizations;
mod palette;
mod platform;
mod preferences;
mod registry;
mod roles;
mod search;
mod settings;
mod shell;
#[cfg(feature = "ssr")]
mod ssr;

pub use app::{App, DrawnAt, document};
pub use form::FormState;
#[cfg(feature = "ssr")]
pub use members::member_columns;
#[cfg(feature = "hydrate")]
pub use platform::settle_address;
