//! Where somebody is in the list of a picker: which row is marked, and how many are drawn.

use super::{Pick, list_id, option_id};
use crate::kit::browser;
use leptos::ev;
use leptos::prelude::*;

/// How many rows are drawn at first, and how many more when somebody comes near the end of them.
const STEP: usize = 50;
/// How far the page keys go.
const PAGE: usize = 10;

/// How far somebody has gone through the list of what fits a text. Another text starts anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Moved {
    typed: String,
    at: Option<usize>,
    drawn: usize,
}

impl Moved {
    fn at(&self, typed: &str) -> Option<usize> {
        self.at.filter(|_| self.typed == typed)
    }

    /// How many rows are drawn: as many as there were, and enough for the marked one.
    fn drawn(&self, typed: &str, at: usize) -> usize {
        let before = if self.typed == typed { self.drawn } else { 0 };
        before.max((at / STEP + 1) * STEP)
    }
}

/// The marked row, and the rows that are drawn.
#[derive(Clone, Copy)]
pub(super) struct Place {
    id: &'static str,
    typed: RwSignal<String>,
    moved: RwSignal<Moved>,
    /// How many there are.
    pub count: Memo<usize>,
    /// Which one is marked.
    pub at: Memo<usize>,
    /// How many are drawn.
    pub drawn: Memo<usize>,
}

/// The place in the list of what fits. It starts anew with another text, and when the picker was closed.
pub(super) fn use_place(
    id: &'static str,
    typed: RwSignal<String>,
    found: Signal<Vec<Pick>>,
    open: Signal<bool>,
) -> Place {
    let moved = RwSignal::new(Moved::default());
    Effect::new(move |_| {
        if !open.get() {
            typed.set(String::new());
            moved.set(Moved::default());
        }
    });
    let count = Memo::new(move |_| found.with(Vec::len));
    let at = Memo::new(move |_| {
        let start = || if typed.with(String::is_empty) { found.with(|found| first(found)) } else { 0 };
        let at = typed.with(|typed| moved.with(|moved| moved.at(typed)));
        at.unwrap_or_else(start).min(count.get().saturating_sub(1))
    });
    let drawn = Memo::new(move |_| typed.with(|typed| moved.with(|moved| moved.drawn(typed, at.get()))));
    Place { id, typed, moved, count, at, drawn }
}

impl Place {
    /// The id of the marked row.
    pub fn marked(self) -> String {
        option_id(self.id, self.at.get())
    }

    fn go_to(self, at: usize, more: usize) {
        let drawn = self.drawn.get_untracked() + more;
        self.moved.set(Moved { typed: self.typed.get_untracked(), at: Some(at), drawn });
    }

    /// A key was pressed in the field.
    pub fn press(self, event: &ev::KeyboardEvent) {
        let (count, at) = (self.count.get_untracked(), self.at.get_untracked());
        match event.key().as_str() {
            // What is being composed is not typed yet.
            _ if event.is_composing() => (),
            "Enter" => {
                event.prevent_default();
                if count > 0 {
                    browser::press(&option_id(self.id, at), event.ctrl_key() || event.meta_key());
                }
            }
            key => {
                if let Some(to) = step(key, at, count).filter(|_| !has_modifier(event)) {
                    event.prevent_default();
                    self.go_to(to, 0);
                }
            }
        }
    }

    /// The list was scrolled: draws more before its end is seen.
    pub fn scroll(self) {
        if self.drawn.get_untracked() < self.count.get_untracked() && browser::is_near_end(&list_id(self.id)) {
            self.go_to(self.at.get_untracked(), STEP);
        }
    }
}

fn has_modifier(event: &ev::KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key()
}

/// What is marked before anything is typed: the first that is not where one is already.
fn first(found: &[Pick]) -> usize {
    found.iter().position(|pick| !pick.current).unwrap_or(0)
}

/// Where a key leads in a list of so many.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowUp" => Some(at.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        "PageDown" => Some((at + PAGE).min(last)),
        "PageUp" => Some(at.saturating_sub(PAGE)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::Glyph;

    fn pick(key: &str, current: bool) -> Pick {
        let (key, text) = (key.to_owned(), key.to_owned());
        Pick { key, glyph: Glyph::Home, text, detail: None, keys: None, current, href: None }
    }

    #[test]
    fn the_arrows_go_round_and_the_other_keys_stop_at_the_ends() {
        let keys = ["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"];
        assert_eq!(keys.map(|key| step(key, 0, 25)), [1, 24, 0, 24, 10, 0].map(Some));
        assert_eq!(keys.map(|key| step(key, 24, 25)), [0, 23, 0, 24, 24, 14].map(Some));
        assert_eq!(keys.map(|key| step(key, 0, 0)), [None; 6]);
        assert_eq!(step("a", 0, 25), None);
    }

    #[test]
    fn one_is_not_led_to_where_one_is() {
        assert_eq!(first(&[pick("here", true), pick("there", false)]), 1);
        assert_eq!(first(&[pick("there", false), pick("here", true)]), 0);
        assert_eq!(first(&[pick("here", true)]), 0);
        assert_eq!(first(&[]), 0);
    }

    #[test]
    fn rows_are_drawn_as_far_as_somebody_has_come() {
        let moved = Moved::default();
        assert_eq!([0, 49, 50, 499].map(|at| moved.drawn("", at)), [50, 50, 100, 500]);
        let moved = Moved { typed: "a".to_owned(), at: Some(499), drawn: 500 };
        assert_eq!((moved.at("a"), moved.drawn("a", 0)), (Some(499), 500));
        assert_eq!((moved.at("ab"), moved.drawn("ab", 0)), (None, 50));
    }
}
