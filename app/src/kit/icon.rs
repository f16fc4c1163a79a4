//! Icons from the sprite `public/icons.svg`. A glyph that the sprite does not have cannot be named.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($variant:ident = $id:literal),* $(,)?) => {
        /// Every icon of the sprite; the names of its symbols are Lucide's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = $id] $variant,)*
        }

        impl Glyph {
            /// All of them, in the order of the sprite.
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// The symbol's address.
            const fn href(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("/icons.svg#", $id),)*
                }
            }
        }
    };
}

glyphs! {
    Activity = "activity", ArrowDown = "arrow-down", ArrowUp = "arrow-up", Building = "building-2", Check = "check",
    ChevronDown = "chevron-down", ChevronLeft = "chevron-left", ChevronRight = "chevron-right",
    ChevronsUpDown = "chevrons-up-down", CheckCircle = "circle-check", Copy = "copy", MoreVertical = "ellipsis-vertical",
    Eye = "eye", EyeOff = "eye-off", Home = "house", Inbox = "inbox", Info = "info", Layers = "layers", Lock = "lock",
    LogOut = "log-out", Mail = "mail", Menu = "menu", Plus = "plus", Refresh = "refresh-cw", Search = "search",
    Send = "send", Shield = "shield", AlertTriangle = "triangle-alert", UserMinus = "user-minus",
    UserPlus = "user-plus", Users = "users", X = "x",
}

impl Glyph {
    /// Whether it points along the line of text and so turns round in a right-to-left language.
    const fn follows_text(self) -> bool {
        matches!(self, Self::ChevronLeft | Self::ChevronRight | Self::LogOut | Self::Send)
    }
}

/// A decorative icon in the size and colour of the text around it; assistive technology does not see it.
#[component]
pub fn Icon(
    /// Which one.
    glyph: Glyph,
    /// One and a half times as large.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = match (glyph.follows_text(), large) {
        (false, false) => "icon",
        (false, true) => "icon icon--large",
        (true, false) => "icon icon--mirror",
        (true, true) => "icon icon--mirror icon--large",
    };
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=glyph.href()></use>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Glyph;

    const SPRITE: &str = include_str!("../../../public/icons.svg");

    #[test]
    fn sprite_holds_exactly_the_glyphs() {
        let in_sprite: Vec<&str> =
            SPRITE.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let in_enum: Vec<&str> =
            Glyph::ALL.iter().filter_map(|glyph| glyph.href().strip_prefix("/icons.svg#")).collect();
        assert_eq!(in_enum, in_sprite);
    }
}
