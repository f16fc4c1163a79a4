//! A field and the list of what fits: the combobox of the ARIA practices. The focus stays in the field; the arrow keys go
//! through the list, Enter takes what is marked.
//!
//! Links are links: with the control key, or the middle button, they open in a tab of their own.

use super::browser;
use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::{ev, html};

/// How many rows are drawn at first, and how many more when somebody comes near the end of them.
const STEP: usize = 50;
/// How far the page keys go.
const PAGE: usize = 10;

/// Something to pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Unique in the list.
    pub key: String,
    /// Stands before the text.
    pub glyph: Glyph,
    /// What it is called.
    pub text: String,
    /// What kind of thing it is, or what tells it from others of its name.
    pub detail: Option<String>,
    /// The keys that do the same.
    pub keys: Option<String>,
    /// Where one is already.
    pub current: bool,
    /// Where it leads; without it, it is an action.
    pub href: Option<String>,
}

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

/// The field, how many were found, and the list.
#[component]
pub fn Picker(
    /// Unique on the page.
    id: &'static str,
    /// What is looked for: heard, and seen while nothing is typed.
    #[prop(into)]
    label: String,
    /// What is typed. Emptied when it closes.
    typed: RwSignal<String>,
    /// What fits, best first.
    #[prop(into)]
    found: Signal<Vec<Pick>>,
    /// How many they are, in words: announced when it changes.
    #[prop(into)]
    status: Signal<String>,
    /// Whether it is on the screen.
    #[prop(into)]
    open: Signal<bool>,
    /// Something was picked, and not for another tab.
    #[prop(into)]
    on_pick: Callback<Pick>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let moved = RwSignal::new(Moved::default());
    browser::bind(input, typed, String::new());
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
    Effect::new(move |_| {
        count.track();
        let at = at.get();
        if open.get() {
            browser::reveal(option_id(id, at));
            browser::keep_field_focus(input);
        }
    });
    let go_to = move |at: usize, more: usize| {
        let typed = typed.get_untracked();
        let drawn = drawn.get_untracked() + more;
        moved.set(Moved { typed, at: Some(at), drawn });
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let (count, at) = (count.get_untracked(), at.get_untracked());
        match event.key().as_str() {
            // What is being composed is not typed yet.
            _ if event.is_composing() => (),
            "Enter" => {
                event.prevent_default();
                if count > 0 {
                    browser::press(option_id(id, at), event.ctrl_key() || event.meta_key());
                }
            }
            key => {
                if let Some(to) = step(key, at, count).filter(|_| !has_modifier(&event)) {
                    event.prevent_default();
                    go_to(to, 0);
                }
            }
        }
    };
    let on_scroll = move |_| {
        if drawn.get_untracked() < count.get_untracked() && browser::is_near_end(list_id(id)) {
            go_to(at.get_untracked(), STEP);
        }
    };
    let rows = move || found.with(|found| found.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
    let is_empty = Memo::new(move |_| count.get() == 0);
    view! {
        <div class="picker">
            <div class="search picker__search">
                <label class="visually-hidden" for=format!("{id}-field")>{label.clone()}</label>
                <Icon glyph=Glyph::Search />
                <input
                    class="input search__input"
                    node_ref=input
                    id=format!("{id}-field")
                    type="text"
                    dir="auto"
                    placeholder=label.clone()
                    autocomplete="off"
                    autofocus=true
                    spellcheck="false"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-controls=list_id(id)
                    aria-expanded=move || (!is_empty.get()).to_string()
                    aria-activedescendant=move || (open.get() && !is_empty.get()).then(|| option_id(id, at.get()))
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=on_key
                />
            </div>
            <p class="picker__status" role="status">{move || status.get()}</p>
            <div
                class="picker__list"
                id=list_id(id)
                role="listbox"
                // The field is the only stop: browsers make a stop of what can be scrolled.
                tabindex="-1"
                aria-label=label
                hidden=move || is_empty.get()
                on:scroll=on_scroll
            >
                <Show when=move || open.get()>
                    <ForEnumerate
                        each=rows
                        key=|pick| format!("{} {}", pick.key, pick.href.as_deref().unwrap_or_default())
                        children=move |index, pick| view! { <PickOption id index pick count at on_pick /> }
                    />
                </Show>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn PickOption(
    id: &'static str,
    index: ReadSignal<usize>,
    pick: Pick,
    count: Memo<usize>,
    at: Memo<usize>,
    on_pick: Callback<Pick>,
) -> impl IntoView {
    let current = pick.current.then_some("true");
    let face = view! { <PickFace pick=pick.clone() /> };
    let own_id = move || option_id(id, index.get());
    let selected = move || (at.get() == index.get()).to_string();
    let place = move || (index.get() + 1).to_string();
    let size = move || count.get().to_string();
    let href = pick.href.clone();
    let on_click = move |event: ev::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            on_pick.run(pick.clone());
        }
    };
    // The focus stays in the field.
    let hold = |event: ev::MouseEvent| {
        if event.button() == 0 {
            event.prevent_default();
        }
    };
    match href {
        Some(href) => view! {
            <a
                class="picker__option"
                id=own_id
                role="option"
                tabindex="-1"
                href=href
                aria-selected=selected
                aria-posinset=place
                aria-setsize=size
                aria-current=current
                on:mousedown=hold
                on:click=on_click
            >
                {face}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                type="button"
                class="picker__option"
                id=own_id
                role="option"
                tabindex="-1"
                aria-selected=selected
                aria-posinset=place
                aria-setsize=size
                on:mousedown=hold
                on:click=on_click
            >
                {face}
            </button>
        }
        .into_any(),
    }
}

#[component]
fn PickFace(pick: Pick) -> impl IntoView {
    let Pick { glyph, text, detail, keys, current, .. } = pick;
    view! {
        <Icon glyph />
        <span class="picker__text">
            <bdi>{text}</bdi>
        </span>
        {detail.map(|detail| view! { <bdi class="picker__detail">{detail}</bdi> })}
        {keys.map(|keys| view! { <kbd class="keys" dir="ltr" aria-hidden="true">{keys}</kbd> })}
        {current.then(|| view! { <span class="picker__check"><Icon glyph=Glyph::Check /></span> })}
    }
    .into_any()
}

fn list_id(id: &str) -> String {
    format!("{id}-list")
}

fn option_id(id: &str, at: usize) -> String {
    format!("{id}-option-{at}")
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
