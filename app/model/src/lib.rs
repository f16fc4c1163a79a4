//! What browser and server share: ids, inputs, views, errors, the permission list and the rules for valid input.
//!
//! Nothing here reads a database, a clock or a screen. Errors are *codes*; sentences are made in `app`, per language.
//! An input arrives as plain text and leaves `parse()` as types that cannot hold a wrong value, so that the browser
//! refuses the same things as the server, for the same reason.
#![warn(missing_docs)]
#![cfg_attr(test, expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop"))]

pub mod account;
pub mod audit;
pub mod base64;
pub mod email;
pub mod entrance;
pub mod error;
pub mod ids;
pub mod invitations;
pub mod live;
pub mod members;
pub mod operators;
pub mod password;
pub mod permission;
pub mod preferences;
pub mod roles;
pub mod settings;
pub mod slug;
pub mod tenants;
pub mod text;

pub use error::{AppError, Code, Fields, Result};
