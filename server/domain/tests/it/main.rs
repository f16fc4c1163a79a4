//! What the domain promises, shown on a real PostgreSQL: each test on a database of its own, nothing replaced.
//!
//! A module for each feature and for each promise that spans features. `world` makes people and organizations by the
//! domain's own functions; a statement written here is a look behind the curtain, or a blow that no program would deal.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what goes wrong in a test ends it")]
#![expect(clippy::disallowed_methods, reason = "tests look past the domain's doors, by statements of their own")]

mod accounts;
mod audit;
mod audit_log;
mod audit_verified;
mod catalogue;
mod checks;
mod doors;
mod ending;
mod feed;
mod hostile;
mod invitations;
mod isolation;
mod last_admin;
mod last_seen;
mod last_words;
mod member_list;
mod members;
mod members_many;
mod one_connection;
mod operator_entry;
mod operators;
mod organizations;
mod outbox;
mod own_account;
mod permissions;
mod reset;
mod retention;
mod samples;
mod settings;
mod slugs;
mod stale;
mod statements;
mod storm;
mod suspension;
mod verification;
mod world;
