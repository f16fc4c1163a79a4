//! Before a page comes to life.

use leptos::prelude::*;

/// Whether the page is alive. It is not on the server, nor for the first moment in the browser: what needs script is not
/// offered until then.
pub fn use_alive() -> Signal<bool> {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    alive.into()
}
