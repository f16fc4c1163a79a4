//! Searching a list while one types. What is searched for stands in the address, so that it can be sent to somebody,
//! opened in a new tab and gone back to.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

/// How long somebody who types must pause to be shown what was found.
const PAUSE: Duration = Duration::from_millis(150);

/// The text of a search field. It follows the address when a link or the way back changes it, and not when the address
/// only catches up with what was typed.
pub fn use_typed(search: Memo<String>, write: impl Fn(String) + 'static) -> RwSignal<String> {
    let typed = RwSignal::new(search.get_untracked());
    let written = StoredValue::new(typed.get_untracked());
    let mut write_soon = debounce(PAUSE, move |text: String| {
        if written.with_value(|written| *written != text) {
            written.set_value(text.clone());
            write(text);
        }
    });
    Effect::new(move |_| write_soon(typed.get()));
    Effect::new(move |_| {
        let text = search.get();
        if written.with_value(|written| *written != text) {
            written.set_value(text.clone());
            typed.set(text);
        }
    });
    typed
}
