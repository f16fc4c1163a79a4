//! Limits on attempts, counted in the database so that they hold over all processes.
//!
//! A password is counted before anybody looks whether it can be right, and under the address that was typed, whether anybody
//! has it or not: a refusal tells nothing. What makes something (an invitation, an organization) is counted with it, or not
//! at all. Where one limit stands behind another, the one of the network comes first: whoever is refused there does not use
//! up what others have left.

use std::net::{IpAddr, Ipv6Addr};

use model::AppError;
use model::ids::{InvitationId, TenantId, UserId};
use sqlx::PgExecutor;
use sqlx::postgres::types::PgInterval;

use crate::access::{Caller, Db};
use crate::error::Result;

const QUARTER_OF_AN_HOUR: PgInterval = PgInterval { months: 0, days: 0, microseconds: 15 * 60 * 1_000_000 };
const HOUR: PgInterval = PgInterval { months: 0, days: 0, microseconds: 60 * 60 * 1_000_000 };
const DAY: PgInterval = PgInterval { months: 0, days: 1, microseconds: 0 };

/// Whose password opens which door.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    /// A person's account.
    Account,
    /// The back office.
    BackOffice,
}

/// Something that may be done so many times.
pub(crate) enum Attempt<'a> {
    /// Whatever can be tried from this network, and how often the configuration allows it.
    FromNetwork(&'a str, i32),
    /// A password for this address, tried from this network.
    SignInFrom(Door, &'a str, &'a str),
    /// A password for this address, wherever it is tried.
    SignIn(Door, &'a str),
    /// A mail by which the password of this address can be set, asked for from this network.
    ResetFrom(&'a str, &'a str),
    /// The same, wherever it is asked for.
    Reset(&'a str),
    /// A mail that asks this person to confirm an address, which may be somebody else's.
    Verification(UserId),
    /// A mail by which this tenant invites this address.
    Invitation(TenantId, &'a str),
    /// Any invitation by this tenant, and how many the configuration allows.
    InvitationOf(TenantId, i32),
    /// One more mail for an invitation that waits.
    Resend(InvitationId),
    /// Any invitation by this person, of whom nobody knows yet whether the address is right.
    InvitationByUnverified(UserId),
    /// An organization that this person founds.
    Founding(UserId),
    /// Another slug for this tenant, which nobody else gets from then on.
    Renaming(TenantId),
}

impl Attempt<'_> {
    fn key(&self) -> String {
        match self {
            Self::FromNetwork(network, _) => format!("address {network}"),
            Self::SignInFrom(Door::Account, email, network) => format!("sign-in {email} {network}"),
            Self::SignInFrom(Door::BackOffice, email, network) => format!("operator {email} {network}"),
            Self::SignIn(Door::Account, email) => format!("sign-in {email}"),
            Self::SignIn(Door::BackOffice, email) => format!("operator {email}"),
            Self::ResetFrom(email, network) => format!("reset {email} {network}"),
            Self::Reset(email) => format!("reset {email}"),
            Self::Verification(user) => format!("verification {user}"),
            Self::Invitation(tenant, email) => format!("invitation {tenant} {email}"),
            Self::InvitationOf(tenant, _) => format!("invitations {tenant}"),
            Self::Resend(invitation) => format!("resend {invitation}"),
            Self::InvitationByUnverified(user) => format!("invitations {user}"),
            Self::Founding(user) => format!("founding {user}"),
            Self::Renaming(tenant) => format!("renaming {tenant}"),
        }
    }

    /// How often, and within which time.
    fn limit(&self) -> (i32, PgInterval) {
        match self {
            Self::FromNetwork(_, limit) => (*limit, QUARTER_OF_AN_HOUR),
            // Enough for somebody who does not remember, too little for somebody who guesses.
            Self::SignInFrom(..) | Self::Invitation(..) => (10, QUARTER_OF_AN_HOUR),
            // Against guessing from many networks. So high that one or two of them cannot keep the owner out.
            Self::SignIn(..) => (100, QUARTER_OF_AN_HOUR),
            // A mailbox is not to be filled by strangers, and no single one keeps the owner from asking.
            Self::ResetFrom(..) => (5, QUARTER_OF_AN_HOUR),
            Self::Reset(_) => (20, HOUR),
            Self::InvitationOf(_, limit) => (*limit, DAY),
            Self::InvitationByUnverified(_) | Self::Resend(_) => (5, DAY),
            Self::Verification(_) | Self::Founding(_) | Self::Renaming(_) => (10, DAY),
        }
    }
}

/// Counts an attempt of the caller's network, and refuses when there were too many.
pub(crate) async fn allow_caller(db: &Db, sql: impl PgExecutor<'_>, caller: &Caller) -> Result<()> {
    allow(sql, &[Attempt::FromNetwork(&network(caller), db.attempts_per_address())]).await
}

/// Counts a password that is about to be tried for the account of this address, and refuses when there were too many.
pub(crate) async fn allow_sign_in(sql: impl PgExecutor<'_>, door: Door, email: &str, caller: &Caller) -> Result<()> {
    allow(sql, &[Attempt::SignInFrom(door, email, &network(caller)), Attempt::SignIn(door, email)]).await
}

/// Counts a mail that is about to be asked for with this address, whether anybody has it or not.
pub(crate) async fn allow_reset(sql: impl PgExecutor<'_>, email: &str, caller: &Caller) -> Result<()> {
    allow(sql, &[Attempt::ResetFrom(email, &network(caller)), Attempt::Reset(email)]).await
}

/// The password was the right one. From this network the next tries start from nothing; those from others still count.
pub(crate) async fn sign_in_succeeded(
    sql: impl PgExecutor<'_>,
    door: Door,
    email: &str,
    caller: &Caller,
) -> Result<()> {
    let (here, anywhere) =
        (Attempt::SignInFrom(door, email, &network(caller)).key(), Attempt::SignIn(door, email).key());
    sqlx::query!("SELECT control.forget_attempts($1), control.take_back_attempt($2)", here, anywhere)
        .execute(sql)
        .await?;
    Ok(())
}

/// Counts an attempt under each of these names in turn, up to the first that was tried too often, which refuses it.
pub(crate) async fn allow(sql: impl PgExecutor<'_>, attempts: &[Attempt<'_>]) -> Result<()> {
    let keys: Vec<_> = attempts.iter().map(Attempt::key).collect();
    let (limits, windows): (Vec<_>, Vec<_>) = attempts.iter().map(Attempt::limit).unzip();
    let wait = sqlx::query_scalar!(r#"SELECT control.count_attempts($1, $2, $3) AS "wait!""#, &keys, &limits, &windows)
        .fetch_one(sql)
        .await?;
    match u32::try_from(wait) {
        Ok(0) | Err(_) => Ok(()),
        Ok(retry_after) => Err(AppError::RateLimited { retry_after }.into()),
    }
}

/// The network that is counted for an address: IPv4 by itself; of IPv6 the first 64 bits, since whoever has one of these
/// addresses has all of them (RFC 4291, 2.5.4).
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

fn network(caller: &Caller) -> String {
    caller.ip.parse().map_or_else(|_| caller.ip.clone(), |address| network_of(address).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_one_subscriber_has_are_one_network() {
        for (address, network) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
            ("::1", "::"),
            ("", ""),
        ] {
            let caller = Caller { ip: address.to_owned(), ..Caller::default() };
            assert_eq!(super::network(&caller), network);
        }
    }
}
