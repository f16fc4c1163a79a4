//! Texts: one function each, in every language. A language that is missing somewhere does not compile.
//!
//! A feature's texts stand in its own `text.rs`. The language is chosen once for a page (see [`crate::preferences`]), so
//! a text is a plain value, not a signal.

use leptos::prelude::*;
use model::preferences::{Language, Preferences};

/// The texts, in the language of this page.
#[derive(Clone, Copy, Debug)]
pub struct Text(pub Language);

/// The texts, in the language of this page.
pub fn use_text() -> Text {
    Text(use_context::<Preferences>().unwrap_or_default().language)
}

/// Writes a function of [`Text`] for each entry: `name { en: "…", ar: "…" }`, or with values to put in,
/// `name(who: &str) { en: "Hello {who}", ar: "مرحبًا {who}" }`.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $(($($value:ident: $type:ty),+))? { en: $en:literal, ar: $ar:literal })+) => {
        impl $crate::text::Text {
            $(texts!(@one [$(#[$doc])*] $name [$($($value: $type),+)?] $en, $ar);)+
        }
    };
    (@one [$(#[$doc:meta])*] $name:ident [] $en:literal, $ar:literal) => {
        $(#[$doc])*
        pub fn $name(self) -> &'static str {
            match self.0 {
                model::preferences::Language::English => $en,
                model::preferences::Language::Arabic => $ar,
            }
        }
    };
    (@one [$(#[$doc:meta])*] $name:ident [$($value:ident: $type:ty),+] $en:literal, $ar:literal) => {
        $(#[$doc])*
        pub fn $name(self, $($value: $type),+) -> String {
            match self.0 {
                model::preferences::Language::English => format!($en),
                model::preferences::Language::Arabic => format!($ar),
            }
        }
    };
}
