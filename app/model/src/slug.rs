//! Slugs: the organization's name in addresses.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::error::Code;

/// Three to forty of `a-z`, `0-9` and single hyphens between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Slug(String);

/// Names that addresses of the platform use, or that would pass for the platform itself.
const RESERVED: &[&str] = &[
    "about",
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "borough",
    "dashboard",
    "default",
    "dev",
    "docs",
    "ftp",
    "health",
    "help",
    "home",
    "imap",
    "internal",
    "invitations",
    "login",
    "logout",
    "mail",
    "new",
    "operator",
    "operators",
    "organizations",
    "pkg",
    "platform",
    "public",
    "register",
    "root",
    "security",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "smtp",
    "static",
    "status",
    "support",
    "system",
    "test",
    "webmaster",
    "www",
];

impl Slug {
    /// The fewest characters.
    pub const MIN: u16 = 3;
    /// The most characters.
    pub const MAX: u16 = 40;

    /// Upper case is taken as lower case; anything else that is wrong is refused.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        if text.len() > usize::from(Self::MAX) * 4 {
            return Err(Code::TooLong(Self::MAX));
        }
        let text = text.to_ascii_lowercase();
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            || text.starts_with('-')
            || text.ends_with('-')
            || text.contains("--")
        {
            Err(Code::Malformed)
        } else if text.len() < usize::from(Self::MIN) {
            Err(Code::TooShort(Self::MIN))
        } else if text.len() > usize::from(Self::MAX) {
            Err(Code::TooLong(Self::MAX))
        } else if RESERVED.contains(&text.as_str()) {
            Err(Code::Reserved)
        } else {
            Ok(Self(text))
        }
    }

    /// What to suggest for an organization of this name; empty if the name has nothing to make one of.
    pub fn suggest(title: &str) -> String {
        let mut slug = String::new();
        // Decomposed, so that `é` becomes `e` and its accent is dropped.
        for character in title.nfkd().take(200) {
            if character.is_ascii_alphanumeric() {
                slug.push(character.to_ascii_lowercase());
            } else if (character.is_whitespace() || character.is_ascii_punctuation() && character != '\'')
                && !slug.is_empty()
                && !slug.ends_with('-')
            {
                slug.push('-');
            }
            if slug.len() == usize::from(Self::MAX) {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        if slug.len() < usize::from(Self::MIN) { String::new() } else { slug.to_owned() }
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_a_slug() {
        for (title, slug) in [
            ("Office Inc.", "office-inc"),
            ("Bricks'r'us", "bricksrus"),
            ("  Café  Zürich & Söhne ", "cafe-zurich-sohne"),
            ("A", ""),
            ("مؤسسة", ""),
            (&"x".repeat(60), &"x".repeat(40)),
        ] {
            assert_eq!(Slug::suggest(title), slug, "{title}");
        }
    }

    #[test]
    fn a_suggested_slug_can_be_used() {
        for title in ["Office Inc.", "Bricks'r'us", "a - b - c", "trailing ------- dash -"] {
            assert!(Slug::parse(&Slug::suggest(title)).is_ok(), "{title}");
        }
    }

    #[test]
    fn what_is_no_slug_is_refused() {
        for (text, code) in [
            ("", Code::Required),
            ("ab", Code::TooShort(3)),
            ("with space", Code::Malformed),
            ("-abc", Code::Malformed),
            ("abc-", Code::Malformed),
            ("a--b", Code::Malformed),
            ("оffice", Code::Malformed),
            ("off\0ice", Code::Malformed),
            ("a/b", Code::Malformed),
            ("admin", Code::Reserved),
            ("ADMIN", Code::Reserved),
        ] {
            assert_eq!(Slug::parse(text), Err(code), "{text:?}");
        }
        assert_eq!(Slug::parse(&"a".repeat(41)), Err(Code::TooLong(40)));
        assert_eq!(Slug::parse(&"a".repeat(1 << 20)), Err(Code::TooLong(40)));
    }
}
