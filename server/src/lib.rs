//! The program around the application: command line, embedded database, listening, HTTP layers.
//!
//! What the application *does* is in `domain` (rules and SQL) and `app` (screens and server functions); this package
//! makes it run. `main.rs` parses the command line and calls [`serve`] or one of the short commands.

// Leptos' views nest types deeply.
#![recursion_limit = "512"]
#![cfg_attr(
    test,
    expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")
)]

pub mod check;
pub mod config;
pub mod cookies;
pub mod database;
pub mod embedded;
pub mod exports;
mod failure;
pub mod forms;
pub mod http;
pub mod last_seen;
pub mod listen;
pub mod live;
pub mod logging;
mod logo;
pub mod mail;
pub mod operator;
mod page;
mod places;
pub mod proxies;
mod retention;
pub mod router;
pub mod routes;
pub mod sample;
pub mod serve;
pub mod state;
mod visitor;

pub use failure::Failure;
