//! A field and the list of what fits: the combobox of the ARIA practices. The focus stays in the field; the arrow keys go
//! through the list, Enter takes what is marked.
//!
//! Links are links: with the control key, or the middle button, they open in a tab of their own.

mod place;

use super::browser;
use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::{ev, html};
use place::{Place, use_place};

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
    browser::bind(input, typed, String::new());
    let place = use_place(id, typed, found, open);
    let Place { count, at, drawn, .. } = place;
    Effect::new(move |_| {
        count.track();
        let marked = place.marked();
        if open.get() {
            browser::reveal(marked);
            browser::keep_field_focus(input);
        }
    });
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
                    aria-activedescendant=move || (open.get() && !is_empty.get()).then(|| place.marked())
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=move |event| place.press(&event)
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
                on:scroll=move |_| place.scroll()
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
