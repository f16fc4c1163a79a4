//! What lies open in an organization's shell, so that keys, the palette and buttons open the same things.

use leptos::prelude::*;

use crate::platform;

const SINGLE_KEYS: &str = "borough-single-keys";

/// What is open, and how keys are heard.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The palette.
    pub palette: RwSignal<bool>,
    /// The list of shortcuts.
    pub shortcuts: RwSignal<bool>,
    /// The switcher.
    pub switcher: RwSignal<bool>,
    /// Whether keys do something without a modifier. It must be possible to switch them off: who speaks to a computer, or
    /// trembles, types by accident (WCAG 2.1.4).
    pub single_keys: RwSignal<bool>,
}

/// Makes it, with what this browser remembers.
pub fn provide_desk() {
    let single_keys = RwSignal::new(true);
    Effect::new(move |_| single_keys.set(platform::kept(SINGLE_KEYS).unwrap_or(true)));
    let [palette, shortcuts, switcher] = std::array::from_fn(|_| RwSignal::new(false));
    provide_context(Desk { palette, shortcuts, switcher, single_keys });
}

/// That of the organization that one is in.
pub fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// Switches the single keys on or off, from now on and in this browser.
    pub fn switch_single_keys(self, on: bool) {
        self.single_keys.set(on);
        platform::keep(SINGLE_KEYS, &on);
    }
}
