//! The server's integration tests: one binary, one module for each part.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod commands;
mod crash;
mod embedded;
mod folder;
mod http;
mod isolation;
mod last_seen;
mod listen;
mod live;
mod mail;
mod outage;
mod paths;
mod program;
mod retention;
mod serving;
mod sign_in;
mod smtp;
