//! Passwords, by NIST SP 800-63B-4: long instead of complicated.

use unicode_normalization::UnicodeNormalization;

use crate::error::Code;

/// A password that may be set. It is never printed and never leaves the program.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The fewest characters of a password that stands alone (NIST SP 800-63B-4, 3.1.1.2).
    pub const MIN: u16 = 15;
    /// The most characters. A longer one is refused, never cut.
    pub const MAX: u16 = 256;

    /// A new password: long enough, in Unicode's form NFC, so that every keyboard makes the same one.
    pub fn parse(text: &str) -> Result<Self, Code> {
        if text.is_empty() {
            return Err(Code::Required);
        }
        let password = Self::entered(text).ok_or(Code::TooLong(Self::MAX))?;
        if password.0.contains('\0') {
            Err(Code::ForbiddenCharacters)
        } else if password.0.chars().count() < usize::from(Self::MIN) {
            Err(Code::TooShort(Self::MIN))
        } else {
            Ok(password)
        }
    }

    /// A password that somebody signs in with: any text that could ever have been set.
    pub fn entered(text: &str) -> Option<Self> {
        if text.len() > usize::from(Self::MAX) * 16 {
            return None;
        }
        let text: String = text.nfc().collect();
        (text.chars().count() <= usize::from(Self::MAX)).then_some(Self(text))
    }

    /// The password's bytes, for the hash.
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_all_that_counts() {
        assert_eq!(Password::parse(""), Err(Code::Required));
        assert_eq!(Password::parse("fourteen chars"), Err(Code::TooShort(15)));
        assert!(Password::parse("fifteen  chars!").is_ok());
        assert!(Password::parse(&"🔑".repeat(256)).is_ok());
        assert_eq!(Password::parse(&"a".repeat(257)), Err(Code::TooLong(256)));
        assert_eq!(Password::parse(&"a".repeat(1 << 20)), Err(Code::TooLong(256)));
        assert_eq!(Password::parse("a NUL \0 in between"), Err(Code::ForbiddenCharacters));
    }

    #[test]
    fn two_keyboards_make_the_same_password() {
        assert_eq!(Password::parse("pass with an \u{e9} in it"), Password::parse("pass with an e\u{301} in it"));
    }

    #[test]
    fn a_password_is_not_printed() {
        assert!(!format!("{:?}", Password::parse("correct horse battery")).contains("horse"));
    }
}
