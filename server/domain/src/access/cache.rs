//! What was learnt about sessions and memberships, remembered for a while. It saves round trips and never decides: each
//! transaction opens with the versions that the answer was made of, and fails when one has changed.

use std::sync::Arc;
use std::time::Duration;

use model::ids::{MemberId, PublicId, SessionId, TenantId, UserId};
use model::permission::PermissionSet;

use crate::random::TokenHash;

/// A session that could be used when it was last looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub token_hash: TokenHash,
    pub version: i64,
    pub user_version: i64,
}

/// What a session's person may do in one tenant, and the versions that say so.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "two ids and four versions belong to different things")]
pub(crate) struct Access {
    pub tenant: TenantId,
    pub public_id: PublicId,
    pub member: MemberId,
    pub user: UserId,
    pub permissions: PermissionSet,
    pub session: SessionId,
    pub session_version: i64,
    pub user_version: i64,
    pub member_version: i64,
    pub access_version: i64,
}

/// Keys hold the tenant and the session: an answer for one can never be found for another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct AccessKey {
    pub session: SessionId,
    pub tenant: PublicId,
}

pub(super) struct Cache {
    pub sessions: moka::future::Cache<TokenHash, Session>,
    pub access: moka::future::Cache<AccessKey, Arc<Access>>,
}

impl Cache {
    pub fn new() -> Self {
        let lifetime = Duration::from_mins(5);
        Self {
            sessions: moka::future::Cache::builder().max_capacity(100_000).time_to_live(lifetime).build(),
            access: moka::future::Cache::builder().max_capacity(100_000).time_to_live(lifetime).build(),
        }
    }
}
