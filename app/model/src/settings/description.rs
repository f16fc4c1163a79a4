//! What an organization says of itself in its own words.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::error::Code;
use crate::text::is_hidden;

/// Some lines about an organization; may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Description(String);

impl Description {
    /// The most characters it can have.
    pub const MAX: u16 = 500;

    /// Visible text in Unicode's form NFC, without space around it; lines end in one way.
    pub fn parse(text: &str) -> Result<Self, Code> {
        if text.len() > usize::from(Self::MAX) * 16 {
            return Err(Code::TooLong(Self::MAX));
        }
        let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
        if text.chars().any(|character| character != '\n' && is_hidden(character)) {
            Err(Code::ForbiddenCharacters)
        } else if text.chars().count() > usize::from(Self::MAX) {
            Err(Code::TooLong(Self::MAX))
        } else {
            Ok(Self(text))
        }
    }

    /// The lines as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_has_lines_and_a_length() {
        assert_eq!(Description::parse(" one\r\ntwo \n").unwrap().as_str(), "one\ntwo");
        assert_eq!(Description::parse("").unwrap().as_str(), "");
        assert!(Description::parse(&"ä".repeat(500)).is_ok());
        assert_eq!(Description::parse(&"ä".repeat(501)), Err(Code::TooLong(500)));
        assert_eq!(Description::parse(&"a".repeat(1 << 20)), Err(Code::TooLong(500)));
        assert_eq!(Description::parse("a\u{202e}b"), Err(Code::ForbiddenCharacters));
    }
}
