//! What Borough does: access, tenancy, and the SQL of every feature. No screens, no HTTP.
//!
//! A feature's functions take an [`access::Actor`] and answer views of `model`. They open the door themselves:
//! `actor.enter(tenant)` → `connect()` → `begin::<Permission>()` → SQL → `commit(change)`. The connection inside a
//! transaction is private to this crate, so there is no other way to a tenant's rows.
//!
//! To add a feature, follow `docs/adding-a-feature.md`; [`members`] is the one to copy the ways from.
#![warn(missing_docs)]

pub mod access;
pub mod account;
mod attempts;
pub mod audit;
pub mod check;
mod clock;
mod csv;
mod error;
pub mod invitations;
pub mod live;
mod logos;
pub mod mail;
pub mod members;
pub mod migrate;
pub mod operators;
mod passwords;
mod random;
pub mod retention;
pub mod roles;
pub mod samples;
pub mod settings;
pub mod tenants;

pub use attempts::network_of;
pub use error::{Error, Result};
