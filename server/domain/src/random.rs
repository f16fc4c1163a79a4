//! The one place that draws random values.

use model::ids::PublicId;
use rand::RngExt as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// An id that sorts by the time it was made, so that new rows stand together.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn id() -> Uuid {
    Uuid::now_v7()
}

/// A tenant's id outside the database.
pub(crate) fn public_id() -> PublicId {
    PublicId::from_bits(rng().random())
}

/// A secret that is given out once and kept as a hash.
pub(crate) struct Token {
    /// What is given out: 256 random bits in base 16.
    pub text: String,
    /// What is kept.
    pub hash: TokenHash,
}

/// SHA-256 of a token. Enough for a secret of 256 random bits, which nobody can guess at any speed.
pub(crate) type TokenHash = [u8; 32];

/// A new secret.
pub(crate) fn token() -> Token {
    let bytes: [u8; 32] = rng().random();
    let text = bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    let hash = token_hash(&text);
    Token { text, hash }
}

/// The hash under which a token is kept.
pub(crate) fn token_hash(text: &str) -> TokenHash {
    Sha256::digest(text.as_bytes()).into()
}

/// A password for sample accounts: five groups of four letters and digits that cannot be mistaken for each other.
pub(crate) fn readable_password() -> String {
    const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rng();
    let group = |_| (0..4).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect::<String>();
    (0..5).map(group).collect::<Vec<_>>().join("-")
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn rng() -> rand::rngs::ThreadRng {
    rand::rng()
}
