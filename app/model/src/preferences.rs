//! Language and theme: known before the first byte of HTML, so they come with the request.

use serde::{Deserialize, Serialize};

/// A language that every text of the program exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Arabic, written from right to left.
    #[serde(rename = "ar")]
    Arabic,
}

impl Language {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// The language's tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// The language's name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Arabic => "العربية",
        }
    }

    /// The direction of its script, as HTML's `dir` has it.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// The language with this tag, regions aside.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of the browser's languages (`Accept-Language`, taken in the order in which browsers write it) that we
    /// have, else the default.
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .find_map(|range| Self::from_tag(range.split(';').next().unwrap_or_default().trim()))
            .unwrap_or_default()
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the person's system has it.
    #[default]
    Auto,
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Theme {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The theme's name in the cookie and in `data-theme`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// What a person's browser asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// In which language.
    pub language: Language,
    /// In which colours.
    pub theme: Theme,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_first_known_language_is_taken() {
        for (header, language) in [
            ("", Language::English),
            ("fr-FR, ar;q=0.8, en;q=0.5", Language::Arabic),
            ("en-GB,ar", Language::English),
            ("AR-eg", Language::Arabic),
            ("de-AT,de;q=0.9,en;q=0.8", Language::German),
            ("fr, de;q=0.7, ar;q=0.5", Language::German),
            ("*;q=0.1", Language::English),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
