//! Texts: one function each, in every language. A language that is missing somewhere does not compile.
//!
//! They stand at the foot of the file that says them, or, where a feature has many, in its own `text.rs`. The language is chosen once for a page (see [`crate::preferences`]), so
//! a text is a plain value, not a signal.

use std::ops::RangeInclusive;

use leptos::prelude::*;
use model::preferences::{Language, Preferences};

/// The texts, in the language of this page.
#[derive(Clone, Copy, Debug)]
pub struct Text(pub Language);

/// The texts, in the language of this page.
pub fn use_text() -> Text {
    Text(use_context::<Preferences>().unwrap_or_default().language)
}

/// A value that stands in a sentence and may run the other way. It is what `<bdi>` is in HTML, for texts that are no
/// elements (a toast, a tooltip, a title): "Office Inc." keeps its dot, and the comma after an address stays behind it.
pub(crate) trait Isolated {
    /// As it is put into a sentence of this language.
    fn isolated(self, language: Language) -> impl std::fmt::Display;
}

impl Isolated for &str {
    fn isolated(self, language: Language) -> impl std::fmt::Display {
        // What runs the same way as its sentence needs no marks, and stays searchable as it is.
        let is_apart = language.direction() == "rtl" || self.chars().any(runs_right_to_left);
        // Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
        if is_apart { format!("\u{2068}{self}\u{2069}") } else { self.to_owned() }
    }
}

/// Unicode's blocks for scripts that are written from right to left.
const RIGHT_TO_LEFT: [RangeInclusive<char>; 5] = [
    '\u{590}'..='\u{8ff}',
    '\u{fb1d}'..='\u{fdff}',
    '\u{fe70}'..='\u{feff}',
    '\u{10800}'..='\u{10fff}',
    '\u{1e800}'..='\u{1efff}',
];

fn runs_right_to_left(character: char) -> bool {
    RIGHT_TO_LEFT.iter().any(|block| block.contains(&character))
}

macro_rules! directionless {
    ($($number:ty)+) => {
        $(impl Isolated for $number {
            fn isolated(self, _language: Language) -> impl std::fmt::Display {
                self
            }
        })+
    };
}

directionless! { i64 u16 u32 usize }

/// Writes a function of [`Text`] for each entry: `name { en: "…", de: "…", ar: "…" }`, or with values to put in,
/// `name(who: &str) { en: "Hello {who}", de: "Hallo {who}", ar: "مرحبًا {who}" }`; and a test of them all. So there is one
/// such block in a module.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $(($($value:ident: $type:ty),+))? { en: $en:literal, de: $de:literal, ar: $ar:literal })+) => {
        impl $crate::text::Text {
            $(texts!(@one [$(#[$doc])*] $name [$($($value: $type),+)?] $en, $de, $ar);)+
        }

        #[cfg(test)]
        #[test]
        fn texts_are_translated() {
            $($crate::text::tests::assert_translated(stringify!($name), [$en, $de, $ar]);)+
        }
    };
    (@one [$(#[$doc:meta])*] $name:ident [] $en:literal, $de:literal, $ar:literal) => {
        $(#[$doc])*
        pub fn $name(self) -> &'static str {
            match self.0 {
                model::preferences::Language::English => $en,
                model::preferences::Language::German => $de,
                model::preferences::Language::Arabic => $ar,
            }
        }
    };
    (@one [$(#[$doc:meta])*] $name:ident [$($value:ident: $type:ty),+] $en:literal, $de:literal, $ar:literal) => {
        $(#[$doc])*
        pub fn $name(self, $($value: $type),+) -> String {
            $(let $value = $crate::text::Isolated::isolated($value, self.0);)+
            match self.0 {
                model::preferences::Language::English => format!($en),
                model::preferences::Language::German => format!($de),
                model::preferences::Language::Arabic => format!($ar),
            }
        }
    };
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What people call the same in another language.
    const ALIKE: &[&str] = &[
        ", ",
        "Admin",
        "Live",
        "Logo",
        "Magenta",
        "Name",
        "Navigation",
        "Offline",
        "Orange",
        "Person",
        "Staging",
        "Status",
        "System",
    ];

    /// No language stands in the place of another, and each says the same values.
    pub(crate) fn assert_translated(name: &str, [english, german, arabic]: [&str; 3]) {
        for text in [german, arabic] {
            assert!(text != english || ALIKE.contains(&english), "{name} is not translated: {text}");
            assert_eq!(values(text), values(english), "{name}: {text}");
        }
    }

    /// The names of the values that are put into a text, sorted: each language has an order of its own.
    fn values(text: &str) -> Vec<&str> {
        let mut names: Vec<_> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
        names.sort_unstable();
        names
    }

    texts! {
        greeting(name: &str) { en: "Hello, {name}!", de: "Hallo, {name}!", ar: "مرحبًا {name}!" }
    }

    #[test]
    fn a_name_that_runs_the_other_way_stands_apart_in_its_sentence() {
        let [english, german, arabic] = Language::ALL.map(Text);
        assert_eq!(english.greeting("Office Inc."), "Hello, Office Inc.!");
        assert_eq!(german.greeting("Office Inc."), "Hallo, Office Inc.!");
        assert_eq!(english.greeting("سارة"), "Hello, \u{2068}سارة\u{2069}!");
        assert_eq!(german.greeting("سارة"), "Hallo, \u{2068}سارة\u{2069}!");
        assert_eq!(arabic.greeting("Office Inc."), "مرحبًا \u{2068}Office Inc.\u{2069}!");
    }
}
