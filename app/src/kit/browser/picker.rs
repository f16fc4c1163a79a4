//! What popups and pickers ask of the browser.

use super::{focus, is_open};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Opens or closes a popup, unless it is already so. Its button is pressed for that: the panel finds its place, and the
/// focus its way back. Where the button is in a drawer that is closed, that opens first.
pub(in crate::kit) fn show_popup(button: NodeRef<html::Button>, panel: NodeRef<html::Div>, open: bool) {
    let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) else {
        return;
    };
    if open == is_open(&panel) {
        return;
    }
    if !open {
        let _ = panel.hide_popover();
        return;
    }
    let is_hidden = button.offset_parent().is_none();
    let drawer = button.closest("[popover]").ok().flatten().filter(|_| is_hidden);
    if let Some(drawer) = drawer.and_then(|drawer| drawer.dyn_into::<HtmlElement>().ok()) {
        let _ = drawer.show_popover();
    }
    button.click();
}

/// Whether a popup is open.
pub(in crate::kit) fn is_popup_open(panel: NodeRef<html::Div>) -> bool {
    panel.get_untracked().is_some_and(|panel| is_open(&panel))
}

/// Scrolls the list until this option is seen, as soon as it is drawn.
pub(in crate::kit) fn reveal(option: String) {
    request_animation_frame(move || {
        if let Some(option) = document().get_element_by_id(&option) {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}

/// Where what had the focus is gone, the field gets it, if it is on the screen.
pub(in crate::kit) fn keep_field_focus(input: NodeRef<html::Input>) {
    request_animation_frame(move || {
        let Some(input) = input.try_get_untracked().flatten() else {
            return;
        };
        let active = document().active_element();
        let is_nowhere = active.is_none_or(|active| active.tag_name() == "BODY");
        if is_nowhere && input.offset_parent().is_some() {
            focus(Some(&input));
        }
    });
}

/// Does what a click on this option does, or opens where it leads in a tab of its own.
pub(in crate::kit) fn press(option: &str, in_new_tab: bool) {
    let Some(option) = document().get_element_by_id(option).and_then(|found| found.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    match option.get_attribute("href").filter(|_| in_new_tab) {
        Some(href) => drop(window().open_with_url_and_target_and_features(&href, "_blank", "noopener")),
        None => option.click(),
    }
}

/// Whether little is left to scroll in this list.
pub(in crate::kit) fn is_near_end(list: &str) -> bool {
    const LITTLE: i32 = 400;
    document()
        .get_element_by_id(list)
        .is_some_and(|list| list.scroll_height() - list.scroll_top() - list.client_height() < LITTLE)
}
