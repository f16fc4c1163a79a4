//! The palette itself: a dialog with one field.

use leptos::prelude::*;

use super::commands::use_commands;
use super::desk::use_desk;
use super::entries::{Entry, Way, use_entries};
use super::people::use_people;
use crate::kit::{Dialog, Glyph, Icon, Pick, Picker};
use crate::matching::found;
use crate::shell::{use_departure, use_directory};
use crate::text::use_text;

/// The button that opens it, for those who do not know its keys.
#[component]
pub fn OpenPalette() -> impl IntoView {
    let t = use_text();
    let open = use_desk().palette;
    view! {
        <button
            type="button"
            class="palette-button"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            aria-label=t.palette_title()
            on:click=move |_| open.set(true)
        >
            <Icon glyph=Glyph::Search />
            <span class="palette-button__text">{t.palette_title()}</span>
            <kbd class="keys" dir="ltr">"Ctrl K"</kbd>
        </button>
    }
}

/// The dialog.
#[component]
pub fn Palette() -> impl IntoView {
    let t = use_text();
    let open = use_desk().palette;
    view! {
        <Dialog open title=t.palette_title() close_label=t.close()>
            <Finder />
        </Dialog>
    }
}

/// What is in it: made each time it opens.
#[component]
fn Finder() -> impl IntoView {
    let t = use_text();
    let open = use_desk().palette;
    let run = use_commands();
    let depart = use_departure();
    let typed = RwSignal::new(String::new());
    let entries = use_entries();
    let people = use_people(typed);
    let directory = use_directory();
    Effect::new(move |_| directory.read());
    // People come last, because they come late: nothing moves away from under the mark.
    let fitting = Memo::new(move |_| {
        let fitting = entries.with(|all| typed.with(|typed| found(all, typed)));
        [fitting, people.get()].concat()
    });
    let picks =
        Memo::new(move |_| fitting.with(|fitting| fitting.iter().map(|entry| entry.pick.clone()).collect::<Vec<_>>()));
    let status = Signal::derive(move || match picks.with(Vec::len) {
        0 => t.nothing_found().to_owned(),
        count => t.palette_found(count),
    });
    let on_pick = move |pick: Pick| {
        let way = fitting.with_untracked(|fitting| way_of(fitting, &pick));
        match way {
            Some(Way::Do(does)) => run(does),
            Some(Way::Depart) => depart(pick.href.as_deref().unwrap_or_default()),
            Some(Way::Follow) | None => (),
        }
        open.set(false);
    };
    view! { <Picker id="palette" label=t.palette_label() typed found=picks status open=true on_pick /> }
}

fn way_of(fitting: &[Entry], pick: &Pick) -> Option<Way> {
    fitting.iter().find(|entry| entry.pick.key == pick.key).map(|entry| entry.way)
}

texts! {
    palette_title { en: "Go to or do", de: "Gehe zu oder tue", ar: "انتقل أو نفّذ" }
    palette_label { en: "Page, action or organization", de: "Seite, Aktion oder Organisation", ar: "صفحة أو إجراء أو مؤسسة" }
    palette_found(count: usize) { en: "Found: {count}", de: "Gefunden: {count}", ar: "النتائج: {count}" }
}
