//! Who may do what, and the only doors to the database.
//!
//! [`Visitor`] is a request before anybody was recognized. [`Actor`] is a person with a session. [`TenantScope`] is an
//! actor inside a tenant. [`TenantTx`] is a transaction in that tenant, opened under a permission. Each is made from
//! the one before and by nothing else. A [`Reader`] is either an actor or an operator who looks, and gets a [`ReadTx`],
//! which cannot be committed. [`AccountTx`], [`FoundingTx`], [`JoinTx`] and [`RestoringTx`] are for what comes before a
//! tenant.

mod account_tx;
mod actor;
mod cache;
mod connection;
mod db;
mod founding;
mod join;
mod last_seen;
mod permissions;
mod read_tx;
mod reader;
mod restoring;
mod system;
mod tenant_tx;

pub use account_tx::AccountTx;
pub use actor::{Actor, Caller, SessionToken, Visitor};
pub use db::{Db, DbConfig, Wake};
pub use founding::FoundingTx;
pub use join::JoinTx;
pub use read_tx::ReadTx;
pub use reader::{OperatorAccess, Reader};
pub use restoring::RestoringTx;
pub use tenant_tx::{TenantConn, TenantScope, TenantTx};

pub(crate) use account_tx::{announce_session, open_person, record_platform};
pub(crate) use connection::{Opened, PooledConn};
pub(crate) use join::InvitationKey;
pub(crate) use permissions::effective;
pub(crate) use system::SystemTx;
