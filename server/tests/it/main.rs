//! The server's integration tests: one binary, one module for each part.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod embedded;
mod listen;
