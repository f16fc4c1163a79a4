//! Initials on a colour, for people and organizations, and the palette that the colour comes from.

use leptos::prelude::*;

const PALETTE: u8 = 8;

/// Which of the palette's eight colours belongs to `key`. The same key has the same colour everywhere.
#[must_use]
fn palette_index(key: &str) -> u8 {
    // FNV-1a: short, stable over versions and platforms, as `std`'s hasher is not.
    let hash = key.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The low bits alone would see little of the key's end.
    let folded = hash ^ (hash >> 16);
    u8::try_from(folded % u32::from(PALETTE)).unwrap_or_default()
}

/// The class `{block}--{0..7}` of `key`'s colour, such as `avatar--3` or `shell--stripe-3`.
#[must_use]
pub fn palette_class(block: &str, key: &str) -> String {
    palette_class_at(block, palette_index(key))
}

/// The class of the palette's colour at this place, from 0 to 7.
#[must_use]
pub fn palette_class_at(block: &str, place: u8) -> String {
    let separator = if block.contains("--") { "-" } else { "--" };
    format!("{block}{separator}{place}")
}

/// One or two letters for a name: first and last word's. A script without capital letters gets one only,
/// because its letters would join into something that looks like a word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let Some(first) = words.next() else {
        return "?".to_owned();
    };
    let last = words.next_back().filter(|_| first.is_uppercase() || first.is_lowercase());
    first.to_uppercase().chain(last.into_iter().flat_map(char::to_uppercase)).collect()
}

/// A person's or an organization's initials. Decorative: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name; initials and colour come from it.
    #[prop(into)]
    name: String,
    /// For bars and feeds.
    #[prop(optional)]
    small: bool,
    /// For headers.
    #[prop(optional)]
    large: bool,
    /// The person is there now: a dot. Say it in words beside it too.
    #[prop(into, optional)]
    present: Signal<bool>,
) -> impl IntoView {
    let size = match (small, large) {
        (true, _) => " avatar--small",
        (_, true) => " avatar--large",
        _ => "",
    };
    let class = format!("avatar {}{size}", palette_class("avatar", &name));
    view! {
        <span class=class class=("avatar--present", move || present.get()) aria-hidden="true">
            {initials(&name)}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{PALETTE, initials, palette_class, palette_index};

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("ada king of lovelace"), "AL");
        assert_eq!(initials("Office"), "O");
        assert_eq!(initials("«Bricks'r'us» 24"), "B2");
    }

    #[test]
    fn scripts_without_capitals_get_one_letter() {
        assert_eq!(initials("ليلى حداد"), "ل");
    }

    #[test]
    fn a_name_without_letters_still_draws_something() {
        assert_eq!(initials("  "), "?");
        assert_eq!(initials("- -"), "?");
    }

    #[test]
    fn palette_uses_all_its_colours() {
        let mut seen = [false; PALETTE as usize];
        for number in 0..100 {
            seen[usize::from(palette_index(&format!("Person {number}")))] = true;
        }
        assert_eq!(seen, [true; PALETTE as usize]);
    }

    #[test]
    fn palette_class_fits_blocks_and_variants() {
        assert!(palette_class("avatar", "x").starts_with("avatar--"));
        assert!(palette_class("shell--stripe", "x").starts_with("shell--stripe-"));
    }
}
