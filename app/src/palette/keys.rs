//! Shortcuts: what a key means, and doing it.
//!
//! Ctrl or Cmd with K works everywhere. The others are single keys: they do nothing while somebody types, while a modifier
//! is held, while something lies over the page, or when they are switched off.

use leptos::prelude::*;

use super::commands::use_commands;
use super::desk::use_desk;
use super::entries::{allowed_actions, allowed_screens};
use crate::platform;
use crate::registry::Does;
use crate::shell::use_tenant;

/// How long a key waits for the one after it, in milliseconds.
const PATIENCE: f64 = 1_500.0;

/// A key that was pressed, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pressed {
    /// What it types.
    pub key: String,
    /// Which key it is, whatever it types: `KeyK`.
    pub code: String,
    /// What is held with it.
    pub held: Held,
    /// Where it was pressed.
    pub place: Place,
    /// When, in milliseconds.
    pub at: f64,
}

/// The modifiers that are held; Shift is part of what a key types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Held {
    /// None.
    #[default]
    Nothing,
    /// Control or Command.
    Command,
    /// Alt, alone or with others.
    Alt,
}

/// What a key would otherwise go to.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser hears keys"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// The page.
    #[default]
    Page,
    /// A field in which text is typed.
    Field,
    /// A menu, the switcher or the drawer, which is open.
    Popup,
    /// A dialog.
    Dialog,
}

impl Pressed {
    /// The letter or sign. Where the layout has no Latin letters, that of the key's place.
    fn letter(&self) -> Option<char> {
        let mut typed = self.key.chars();
        match (typed.next(), typed.next()) {
            (Some(letter), None) if letter.is_ascii() => Some(letter),
            (Some(_), None) => self.code.strip_prefix("Key")?.chars().next().map(|letter| letter.to_ascii_lowercase()),
            _ => None,
        }
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stroke {
    /// The palette's keys.
    Palette,
    /// A single key.
    Single(char),
    /// A key after `g`.
    AfterG(char),
}

/// Puts keys together to strokes.
#[derive(Clone, Copy, Debug, Default)]
struct Strokes {
    g_at: Option<f64>,
}

impl Strokes {
    fn hear(&mut self, pressed: &Pressed, single_keys: bool) -> Option<Stroke> {
        let after_g = self.g_at.take().is_some_and(|at| pressed.at - at <= PATIENCE);
        let letter = pressed.letter().filter(|_| pressed.held != Held::Alt)?;
        if pressed.held == Held::Command {
            return letter.eq_ignore_ascii_case(&'k').then_some(Stroke::Palette);
        }
        if !single_keys || pressed.place != Place::Page {
            return None;
        }
        if after_g {
            return Some(Stroke::AfterG(letter));
        }
        if letter == 'g' {
            self.g_at = Some(pressed.at);
            return None;
        }
        Some(Stroke::Single(letter))
    }
}

/// Hears the keys of the page while the organization is open.
pub fn use_shortcuts() {
    let desk = use_desk();
    let tenant = use_tenant();
    let run = use_commands();
    let strokes = StoredValue::new(Strokes::default());
    platform::on_key(move |pressed: &Pressed| {
        let single_keys = desk.single_keys.get_untracked();
        let stroke = strokes.try_update_value(|strokes| strokes.hear(pressed, single_keys)).flatten();
        let permissions = tenant.with_untracked(|tenant| tenant.permissions);
        let does = match stroke {
            None => None,
            Some(Stroke::Palette) => {
                // Not over another dialog: what is typed there would be lost.
                let is_open = desk.palette.get_untracked();
                let may_open = is_open || pressed.place != Place::Dialog;
                if may_open {
                    desk.palette.set(!is_open);
                }
                return may_open;
            }
            Some(Stroke::Single(key)) => {
                allowed_actions(permissions).find(|action| action.key == Some(key)).map(|action| action.does)
            }
            Some(Stroke::AfterG(letter)) => allowed_screens(permissions)
                .find(|screen| screen.letter == Some(letter))
                .map(|screen| Does::Within(screen.path)),
        };
        does.map(&run).is_some()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Pressed {
        Pressed { key: key.to_owned(), ..Pressed::default() }
    }

    fn hear(pressed: &[Pressed]) -> Option<Stroke> {
        let mut strokes = Strokes::default();
        pressed.iter().map(|pressed| strokes.hear(pressed, true)).last().flatten()
    }

    #[test]
    fn single_keys_and_those_after_g_are_told_apart() {
        assert_eq!(hear(&[key("i")]), Some(Stroke::Single('i')));
        assert_eq!(hear(&[key("?")]), Some(Stroke::Single('?')));
        assert_eq!(hear(&[key("g")]), None);
        assert_eq!(hear(&[key("g"), key("m")]), Some(Stroke::AfterG('m')));
        assert_eq!(hear(&[key("g"), key("m"), key("m")]), Some(Stroke::Single('m')));
        assert_eq!(hear(&[key("g"), key("Shift"), key("m")]), Some(Stroke::Single('m')));
        assert_eq!(hear(&[key("Enter")]), None);
    }

    #[test]
    fn a_key_does_not_wait_for_ever() {
        assert_eq!(hear(&[key("g"), Pressed { at: PATIENCE, ..key("m") }]), Some(Stroke::AfterG('m')));
        assert_eq!(hear(&[key("g"), Pressed { at: PATIENCE + 1.0, ..key("m") }]), Some(Stroke::Single('m')));
    }

    #[test]
    fn single_keys_are_silent_while_one_types_or_something_is_open() {
        for pressed in [
            Pressed { place: Place::Field, ..key("i") },
            Pressed { place: Place::Dialog, ..key("i") },
            Pressed { place: Place::Popup, ..key("i") },
            Pressed { held: Held::Command, ..key("i") },
            Pressed { held: Held::Alt, ..key("i") },
        ] {
            assert_eq!(hear(std::slice::from_ref(&pressed)), None, "{pressed:?}");
        }
        let mut strokes = Strokes::default();
        assert_eq!(strokes.hear(&key("i"), false), None);
        assert_eq!(strokes.hear(&key("g"), false), None);
        assert_eq!(strokes.hear(&key("m"), false), None);
    }

    #[test]
    fn the_palette_s_keys_work_everywhere_and_cannot_be_switched_off() {
        let pressed = Pressed { held: Held::Command, place: Place::Field, ..key("k") };
        assert_eq!(Strokes::default().hear(&pressed, false), Some(Stroke::Palette));
        assert_eq!(hear(&[key("k")]), Some(Stroke::Single('k')));
    }

    #[test]
    fn keys_without_latin_letters_count_by_their_place() {
        let arabic = Pressed { key: "ة".to_owned(), code: "KeyM".to_owned(), ..Pressed::default() };
        assert_eq!(hear(&[arabic]), Some(Stroke::Single('m')));
        let dead = Pressed { key: "é".to_owned(), code: "Digit2".to_owned(), ..Pressed::default() };
        assert_eq!(hear(&[dead]), None);
    }
}
