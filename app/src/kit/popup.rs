//! A button that opens a panel of whatever is put into it, beside the button and above the page.
//!
//! As with `Menu`, the panel is a popover: it opens without script, and closes on Escape and on a click beside it.

use super::browser;
use super::icon::{Glyph, Icon};
use leptos::html;
use leptos::prelude::*;

/// The button and its panel.
#[component]
pub fn Popup(
    /// Unique on the page.
    id: &'static str,
    /// The panel's accessible name.
    #[prop(into)]
    label: String,
    /// The button's text.
    #[prop(into)]
    text: Signal<String>,
    /// The button's class.
    trigger_class: &'static str,
    /// The panel's class beside the kit's.
    class: &'static str,
    /// Whether it is open; setting it opens and closes it too.
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let panel_id = format!("popup-{id}");
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<()>| {
        let open_now = open.get();
        if before.is_some() {
            browser::show_popup(button, panel, open_now);
        } else if browser::is_popup_open(panel) {
            // Before the page came to life.
            open.set(true);
        }
    });
    view! {
        <button
            type="button"
            class=trigger_class
            node_ref=button
            popovertarget=panel_id.clone()
            aria-haspopup="dialog"
            aria-expanded=move || open.get().to_string()
            on:click=move |_| browser::place_menu(button, panel, false)
        >
            <span class="button__face">
                <bdi class="button__text">{move || text.get()}</bdi>
                <Icon glyph=Glyph::ChevronDown />
            </span>
        </button>
        <div
            class=format!("popup {class}")
            id=panel_id
            node_ref=panel
            popover="auto"
            role="dialog"
            aria-label=label
            on:toggle=move |_| open.set(browser::is_popup_open(panel))
        >
            {children()}
        </div>
    }
    .into_any()
}
