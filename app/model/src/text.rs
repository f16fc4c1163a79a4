//! Names that people type: one line, visible, in one normal form.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::Code;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $max:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters it can have.
            pub const MAX: u16 = $max;

            /// One visible line of at most [`Self::MAX`] characters, in Unicode's form NFC, without space around it. No
            /// link: names stand in mails to people who did not ask for them.
            pub fn parse(text: &str) -> Result<Self, Code> {
                line(text, Self::MAX).map(Self)
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// A person's name, as the person writes it.
    PersonName, 80;
    /// An organization's name.
    Title, 80;
    /// Why somebody did something, or what others are told about it.
    Reason, 300;
}

/// What somebody looks for: cut to a sensible length rather than refused, since nothing is stored of it.
pub fn search_term(text: &str) -> String {
    text.nfc().filter(|character| !is_hidden(*character)).take(100).collect::<String>().trim().to_owned()
}

/// What the spellings of a word have in common: no case, no accents, no vowel marks, one space between words. It is
/// there to find by and never to decide by.
pub fn folded(text: &str) -> String {
    /// Stretches a line of Arabic and means nothing.
    const TATWEEL: char = '\u{640}';
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            TATWEEL => (),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            letter => folded.push(letter),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: &str, max: u16) -> Result<String, Code> {
    // Before normalizing: a megabyte need not be looked at to be too long.
    if text.len() > usize::from(max) * 16 {
        return Err(Code::TooLong(max));
    }
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        Err(Code::Required)
    } else if text.chars().any(is_hidden) {
        Err(Code::ForbiddenCharacters)
    } else if text.chars().count() > usize::from(max) {
        Err(Code::TooLong(max))
    } else if has_link(&text) {
        Err(Code::HasLink)
    } else {
        Ok(text)
    }
}

/// What mail programs make a link of by its look. An address without either, like that of Booking.com, can be a name.
fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|character: char| !character.is_alphanumeric() && character != '.');
    text.contains("://") || words.any(|word| word.starts_with("www."))
}

/// Controls, and format characters of Unicode's category Cf that hide or reorder text. The two joiners that Persian,
/// Indic scripts and emoji need are let through.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{115f}'..='\u{1160}'
            | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one_when_folded() {
        for (text, expected) in [
            ("  Zürich \t Süd ", "zurich sud"),
            ("Straße ŁÓDŹ Søren Æon", "strasse lodz soren aeon"),
            ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
            ("ﬁrm", "firm"),
            ("مُؤَسَّسـة", "موسسة"),
            ("", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
        assert_eq!(folded("Zu\u{308}rich"), folded("Zürich"));
    }

    #[test]
    fn a_name_is_kept_as_people_write_it() {
        for name in ["Ada", "Bricks'r'us", "مؤسسة المكتب", "سارة می‌خواهم", "👩‍🔧 Repairs", "O\u{301}scar"]
        {
            let parsed = Title::parse(&format!("  {name} ")).unwrap();
            assert_eq!(parsed.as_str(), name.nfc().collect::<String>());
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for name in ["a\0b", "a\u{202e}b", "a\u{200b}b", "a\nb", "\u{feff}x", "a\u{2066}b", "a\u{e0041}b"] {
            assert_eq!(Title::parse(name), Err(Code::ForbiddenCharacters), "{name:?}");
        }
    }

    #[test]
    fn a_name_has_a_length() {
        assert_eq!(Title::parse(" \t "), Err(Code::Required));
        assert!(Title::parse(&"ä".repeat(80)).is_ok());
        assert_eq!(Title::parse(&"ä".repeat(81)), Err(Code::TooLong(80)));
        assert_eq!(Title::parse(&"a".repeat(1 << 20)), Err(Code::TooLong(80)));
    }

    #[test]
    fn what_becomes_a_link_in_a_mail_is_no_name() {
        for name in [
            "https://evil.example",
            "Win at HTTP://evil.example now",
            "x://y",
            "www.evil.example",
            "(WWW.evil.example)",
        ] {
            assert_eq!(Title::parse(name), Err(Code::HasLink), "{name}");
            assert_eq!(PersonName::parse(name), Err(Code::HasLink), "{name}");
        }
        for name in ["Booking.com", "A/B: Tests", "Awww. Cute", "Owww.", "World Wide Web"] {
            assert!(Title::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_search_term_is_cut_and_cleaned() {
        assert_eq!(search_term("  ada\0 \u{202e}"), "ada");
        assert_eq!(search_term(&"x".repeat(1000)).len(), 100);
    }
}
