//! Passwords, by NIST SP 800-63B-4: long instead of complicated, and none that everybody tries first.

mod guessable;

use unicode_normalization::UnicodeNormalization;

use crate::email::EmailAddress;
use crate::error::Code;

/// A password that may be set. It is never printed and never leaves the program.
#[derive(Clone)]
pub struct Password {
    text: String,
    /// In form NFC, where that is another text.
    composed: Option<String>,
}

impl Password {
    /// The fewest characters of a password that stands alone (NIST SP 800-63B-4, 3.1.1.2).
    pub const MIN: u16 = 15;
    /// The most characters. A longer one is refused, never cut.
    pub const MAX: u16 = 256;

    /// A new password: long enough, and not among those that are guessed first.
    pub fn parse(text: &str) -> Result<Self, Code> {
        if text.is_empty() {
            return Err(Code::Required);
        }
        let password = Self::entered(text).ok_or(Code::TooLong(Self::MAX))?;
        if password.text.contains('\0') {
            Err(Code::ForbiddenCharacters)
        } else if length(text) < usize::from(Self::MIN) {
            Err(Code::TooShort(Self::MIN))
        } else if guessable::is_guessable(&password.text, &[]) {
            Err(Code::Guessable)
        } else {
            Ok(password)
        }
    }

    /// The same, unless it is made of what everybody knows of this person.
    pub fn chosen_by(self, name: &str, email: &EmailAddress) -> Result<Self, Code> {
        if guessable::is_guessable(&self.text, &[name, email.as_str()]) { Err(Code::Guessable) } else { Ok(self) }
    }

    /// A password that somebody signs in with: any text that could ever have been set. In Unicode's form NFKC (UAX 15), so
    /// that every keyboard makes the same one; so the hash is of that, and length is counted before it: one sign of it can
    /// become eighteen.
    pub fn entered(text: &str) -> Option<Self> {
        if text.len() > usize::from(Self::MAX) * 16 {
            return None;
        }
        if length(text) > usize::from(Self::MAX) {
            return None;
        }
        let (composed, text): (String, String) = (text.nfc().collect(), text.nfkc().collect());
        let composed = Some(composed).filter(|composed| *composed != text);
        Some(Self { text, composed })
    }

    /// The password's bytes, for the hash.
    pub fn reveal(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Its bytes in form NFC, where they are others. No hash is made of them any more; there are some that were.
    pub fn reveal_composed(&self) -> Option<&[u8]> {
        self.composed.as_deref().map(str::as_bytes)
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Password {}

/// How many characters it has: each of Unicode's code points is one, however a keyboard composes it.
fn length(text: &str) -> usize {
    text.nfc().count()
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
    fn length_is_counted_and_nothing_is_asked_of_the_characters() {
        let long = "a sentence that nobody else would say ".repeat(7);
        let signs = "🔑🪣🧦🥖🛶🧭🪑🧄🐙🪁🎻🧲🪴🦔🛷";
        for (text, answer) in [
            ("", Some(Code::Required)),
            ("fourteen chars", Some(Code::TooShort(15))),
            ("fifteen  chars!", None),
            ("only small letters", None),
            ("ONLY LARGE LETTERS", None),
            ("                 spaces are characters", None),
            ("314159265358979", None),
            ("كلمات لا يجمعها أحد", None),
            (signs, None),
            (signs.split_at(4).1, Some(Code::TooShort(15))),
            // One sign that is eighteen letters in another form is one.
            ("\u{fdfa}", Some(Code::TooShort(15))),
            // A letter and its accent are one.
            ("e\u{301}l\u{e9}phants rose", Some(Code::TooShort(15))),
            (&long[..256], None),
            (&long[..257], Some(Code::TooLong(256))),
            ("x7".repeat(1 << 20).as_str(), Some(Code::TooLong(256))),
            ("a NUL \0 in between", Some(Code::ForbiddenCharacters)),
        ] {
            assert_eq!(Password::parse(text).err(), answer, "{text:.40}");
        }
    }

    #[test]
    fn no_part_of_a_password_is_cut_off() {
        let long = "a sentence that nobody else would say ".repeat(7);
        assert_ne!(Password::parse(&long[..256]), Password::parse(&long[..255]));
        assert_ne!(Password::entered(" and spaces count "), Password::entered("and spaces count"));
    }

    #[test]
    fn two_keyboards_make_the_same_password() {
        assert_eq!(Password::parse("pass with an \u{e9} in it"), Password::parse("pass with an e\u{301} in it"));
        assert_eq!(Password::parse("ｗｉｄｅ　ｌｅｔｔｅｒｓ　ｈｅｒｅ"), Password::parse("wide letters here"));
    }

    #[test]
    fn a_password_has_a_second_form_only_where_that_is_another() {
        let composed = |text: &str| Password::entered(text).unwrap().reveal_composed().map(<[u8]>::to_vec);
        assert_eq!(composed("caf\u{e9}\u{a0}cre\u{300}me"), Some("caf\u{e9}\u{a0}cr\u{e8}me".as_bytes().to_vec()));
        assert_eq!(composed("cafe\u{301} creme"), None);
    }

    #[test]
    fn a_password_is_not_printed() {
        assert!(!format!("{:?}", Password::parse("correct horse battery")).contains("horse"));
    }
}
