//! E-mail addresses.

use serde::{Deserialize, Serialize};

use crate::error::Code;

/// An address as its owner writes it, and comparable without regard to case.
///
/// ASCII only: two addresses that look alike in other scripts would be two accounts that nobody can tell apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The most characters of an address (RFC 5321, 4.5.3.1.3, less the angle brackets).
    pub const MAX: u16 = 254;

    /// `local@domain` with at least one dot in the domain.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        if text.len() > usize::from(Self::MAX) {
            return Err(Code::TooLong(Self::MAX));
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Code::Malformed)?;
        if is_local_part(local) && is_domain(domain) { Ok(Self(text.to_owned())) } else { Err(Code::Malformed) }
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address by which accounts are told apart: in lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// RFC 5322's `dot-atom`; quoted local parts are not taken.
fn is_local_part(text: &str) -> bool {
    let atom = |atom: &str| {
        !atom.is_empty()
            && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
    };
    text.len() <= 64 && text.split('.').all(atom)
}

/// Labels of RFC 1123; an internationalized domain is written in its ASCII form.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_make_another_account() {
        let address = EmailAddress::parse(" Ada.Lovelace+work@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "Ada.Lovelace+work@Example.COM");
        assert_eq!(address.key(), "ada.lovelace+work@example.com");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(300));
        for (text, code) in [
            ("", Code::Required),
            (long.as_str(), Code::TooLong(254)),
            ("ada", Code::Malformed),
            ("ada@example", Code::Malformed),
            ("ada@@example.com", Code::Malformed),
            ("a da@example.com", Code::Malformed),
            ("ada@exa mple.com", Code::Malformed),
            ("ada@-example.com", Code::Malformed),
            ("ada..b@example.com", Code::Malformed),
            ("ada\0@example.com", Code::Malformed),
            ("ada@example.com\r\nBcc: eve@example.com", Code::Malformed),
            ("аda@example.com", Code::Malformed),
            ("ada\u{202e}@example.com", Code::Malformed),
            ("😀@example.com", Code::Malformed),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(code), "{text:?}");
        }
    }
}
