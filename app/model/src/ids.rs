//! Identifiers. Each kind has a type of its own, so that one can never be passed for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A tenant in the database. Browsers and machines know it by its [`PublicId`].
    TenantId
    /// A person's identity on the whole deployment.
    UserId
    /// A membership: one user in one tenant.
    MemberId
    /// A role of one tenant.
    RoleId
    /// A change of many members at once.
    BatchId
    /// An invitation to one tenant.
    InvitationId
    /// A signed-in session of a user.
    SessionId
    /// A back-office account.
    OperatorId
    /// A signed-in session of an operator.
    OperatorSessionId
    /// A mail in the outbox.
    MailId
    /// Chosen by a form that creates something: sent twice, it creates once.
    IdempotencyKey
}

/// The secret of a mailed link, as it stands in the link's path: 256 bits in base 16.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(String);

impl LinkToken {
    /// A secret as the program makes them. Anything else is no link of ours, and could lead elsewhere within a path.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (digits && text.len() == 64).then(|| Self(text.to_owned()))
    }

    /// The secret as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The tenant's opaque, unchanging id outside the database: twelve of `a-z2-7`, 60 random bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(try_from = "String", into = "String")]
pub struct PublicId(String);

impl PublicId {
    /// How many characters a public id has.
    pub const LENGTH: usize = 12;
    /// The characters of which it consists: 32 of them, so five bits each.
    pub const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

    /// The id made of the lowest 60 of these random bits.
    pub fn from_bits(bits: u64) -> Self {
        let character = |position: usize| char::from(Self::ALPHABET[(bits >> (position * 5) & 31) as usize]);
        Self((0..Self::LENGTH).map(character).collect())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PublicId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let valid = text.len() == Self::LENGTH && text.bytes().all(|byte| Self::ALPHABET.contains(&byte));
        if valid { Ok(Self(text)) } else { Err("not a public id") }
    }
}

impl From<PublicId> for String {
    fn from(id: PublicId) -> Self {
        id.0
    }
}

impl std::fmt::Display for PublicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_id_survives_the_way_through_text() {
        let id = PublicId::from_bits(0x0123_4567_89ab_cdef);
        assert_eq!(PublicId::try_from(id.to_string()), Ok(id));
    }

    #[test]
    fn text_of_another_shape_is_no_public_id() {
        for text in ["", "abc", "ABCDEFGHIJKL", "abcdefghijk1", "abcdefghijklm", "abcdefghijk\0"] {
            assert!(PublicId::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
