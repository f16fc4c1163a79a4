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

/// A value that stands in a sentence of the other direction without taking the sentence's marks along: "Office Inc."
/// keeps its dot, and the comma after an address stays behind it.
pub(crate) trait Isolated {
    /// As it is put into a right-to-left sentence.
    fn isolated(self) -> impl std::fmt::Display;
}

impl Isolated for &str {
    fn isolated(self) -> impl std::fmt::Display {
        // Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
        format!("\u{2068}{self}\u{2069}")
    }
}

macro_rules! directionless {
    ($($number:ty)+) => {
        $(impl Isolated for $number {
            fn isolated(self) -> impl std::fmt::Display {
                self
            }
        })+
    };
}

directionless! { i64 u16 u32 usize }

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
                model::preferences::Language::Arabic => {
                    $(let $value = $crate::text::Isolated::isolated($value);)+
                    format!($ar)
                }
            }
        }
    };
}
