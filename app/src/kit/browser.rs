//! What the kit asks of the browser: the few calls that no view can express.
//!
//! `browser_absent.rs` has the same functions for the server. A call that fails leaves the page as it was: each of
//! them is a convenience on top of what the markup does alone.

mod picker;

pub(super) use picker::{is_near_end, is_popup_open, keep_field_focus, press, reveal, show_popup};

use super::time::{LocalTime, TimeForm, relative};
use ::time::OffsetDateTime;
use js_sys::{Array, Date, Intl, JsString, Object, Reflect};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{self, ElementType};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDocument, HtmlElement, HtmlInputElement};

/// Ties a text to an input, a textarea or a select, which share the property `value`. `start` is what the page was
/// made with: where the element already holds something else, somebody typed before the page came to life.
pub(super) fn bind<E>(node: NodeRef<E>, value: RwSignal<String>, start: String)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |alive: Option<bool>| {
        let Some(element) = node.get() else {
            return false;
        };
        let input: &HtmlInputElement = element.unchecked_ref();
        let typed = input.value();
        let wanted = value.get();
        if alive != Some(true) && typed != start {
            value.set(typed);
        } else if typed != wanted {
            input.set_value(&wanted);
        }
        true
    });
}

/// Copies what stands in a field. By the older way: the newer one is missing on pages that came without TLS.
pub(super) fn copy(node: NodeRef<html::Input>) -> bool {
    let Some(input) = node.get_untracked() else {
        return false;
    };
    let document = document();
    let before = document.active_element();
    let _ = input.focus();
    input.select();
    let copied = document.unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    if let Some(before) = before.and_then(|before| before.dyn_into::<HtmlElement>().ok()) {
        let _ = before.focus();
    }
    copied
}

/// Opens or closes a dialog. It opens with the next frame, when its content is there to take the focus.
pub(super) fn show_dialog(node: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = node.get() else {
        return;
    };
    if !open {
        dialog.close();
    } else if !dialog.open() {
        request_animation_frame(move || {
            let _ = dialog.show_modal();
        });
    }
}

/// A field that came into a dialog after that was opened gets the focus, unless somebody is typing there already.
pub(super) fn focus_in_dialog<E>(node: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move || {
        let Some(element) = node.get() else {
            return;
        };
        request_animation_frame(move || {
            let input: &HtmlElement = element.unchecked_ref();
            let is_shown = input.closest("dialog[open]").is_ok_and(|dialog| dialog.is_some());
            let is_typing = document()
                .active_element()
                .is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA"));
            if is_shown && !is_typing {
                focus(Some(input));
            }
        });
    });
}

/// Puts a menu beside its button: below it, or above where there is no room, and never outside the window.
/// It is measured in the frame that shows it, so it does not jump.
pub(super) fn place_menu(button: NodeRef<html::Button>, list: NodeRef<html::Div>, align_end: bool) {
    const GAP: f64 = 4.0;
    const EDGE: f64 = 8.0;
    let (Some(button), Some(list)) = (button.get_untracked(), list.get_untracked()) else {
        return;
    };
    request_animation_frame(move || {
        let root = document().document_element();
        let (width, height) =
            root.map_or((0.0, 0.0), |root| (f64::from(root.client_width()), f64::from(root.client_height())));
        let anchor = button.get_bounding_client_rect();
        let style = HtmlElement::style(&list);
        let _ = style.set_property("--menu-anchor", &format!("{}px", anchor.width()));
        let own = list.get_bounding_client_rect();
        let below = anchor.bottom() + GAP;
        let fits_below = below + own.height() + EDGE <= height;
        let above = anchor.top() - GAP - own.height();
        let block = if fits_below || above < EDGE { below } else { above };
        let right_to_left = document().dir() == "rtl";
        // Distances from the edge where the line of text starts.
        let (start, end) = if right_to_left {
            (width - anchor.right(), width - anchor.left())
        } else {
            (anchor.left(), anchor.right())
        };
        let wanted = if align_end { end - own.width() } else { start };
        let inline = wanted.min(width - own.width() - EDGE).max(EDGE);
        let _ = style.set_property("--menu-block", &format!("{block}px"));
        let _ = style.set_property("--menu-inline", &format!("{inline}px"));
    });
}

/// Arrow keys open a menu from its button, as Enter and Space do anyway. Whether it is to begin at its end.
pub(super) fn open_menu_by_key(button: NodeRef<html::Button>, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if matches!(key.as_str(), "ArrowDown" | "ArrowUp") {
        event.prevent_default();
        if let Some(button) = button.get_untracked() {
            button.click();
        }
    }
    key == "ArrowUp"
}

/// Whether the menu is open now; if so, its first or its last item gets the focus.
pub(super) fn focus_menu_if_open(list: NodeRef<html::Div>, from_end: bool) -> bool {
    let Some(list) = list.get_untracked() else {
        return false;
    };
    let open = is_open(&list);
    if open {
        let items = items(&list);
        focus(if from_end { items.last() } else { items.first() });
    }
    open
}

fn is_open(popover: &Element) -> bool {
    popover.matches(":popover-open").unwrap_or_default()
}

/// Up, down, home, end, and the first letter of an item; Space follows a link, as it presses a button anyway. Tab leaves
/// the menu and closes it.
pub(super) fn move_in_menu(list: NodeRef<html::Div>, event: &KeyboardEvent) {
    let Some(list) = list.get_untracked() else {
        return;
    };
    let items = items(&list);
    let active = document().active_element();
    let here = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let key = event.key();
    let target = match key.as_str() {
        "ArrowDown" => here.map_or(0, |here| (here + 1) % items.len().max(1)),
        "ArrowUp" => here.unwrap_or(0).checked_sub(1).unwrap_or(items.len().saturating_sub(1)),
        "Home" => 0,
        "End" => items.len().saturating_sub(1),
        "Tab" => {
            let _ = list.hide_popover();
            return;
        }
        " " => {
            if let Some(link) = here.map(|here| &items[here]).filter(|item| item.has_attribute("href")) {
                event.prevent_default();
                link.click();
            }
            return;
        }
        letter => match starting_with(&items, here, letter) {
            Some(found) => found,
            None => return,
        },
    };
    event.prevent_default();
    focus(items.get(target));
}

/// The next item after `here` whose text starts with the letter that was typed.
fn starting_with(items: &[HtmlElement], here: Option<usize>, key: &str) -> Option<usize> {
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let wanted: String = letter.to_lowercase().collect();
    let after = here.map_or(0, |here| here + 1);
    (0..items.len())
        .map(|step| (after + step) % items.len())
        .find(|&position| items[position].text_content().unwrap_or_default().trim().to_lowercase().starts_with(&wanted))
}

fn items(list: &Element) -> Vec<HtmlElement> {
    let Ok(found) = list.query_selector_all("[role=menuitem]:not(:disabled)") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|position| found.item(position)?.dyn_into().ok()).collect()
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Choosing an item closes its menu, which gives the focus back to the button.
pub(super) fn hide_after_item(list: NodeRef<html::Div>, event: &MouseEvent) {
    if came_from(event, "[role=menuitem]")
        && let Some(list) = list.get_untracked()
    {
        let _ = list.hide_popover();
    }
}

/// Following a link closes the drawer that it stands in. On a wide screen there is nothing to close.
pub(super) fn hide_after_link(drawer: NodeRef<html::Aside>, event: &MouseEvent) {
    if came_from(event, "a[href]")
        && let Some(drawer) = drawer.get_untracked()
        && is_open(&drawer)
    {
        let _ = drawer.hide_popover();
    }
}

fn came_from(event: &MouseEvent, selector: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// A time in the language of the page and the zone of the browser.
pub(super) fn local_time(at: OffsetDateTime, form: TimeForm) -> Option<LocalTime> {
    let locales = Array::of1(&JsValue::from_str(&document().document_element()?.get_attribute("lang")?));
    let date = js_date(at);
    match form {
        TimeForm::Date => Some(LocalTime { text: absolute(&locales, &date, None)?, title: None }),
        TimeForm::Relative => {
            let exact = absolute(&locales, &date, Some("short"))?;
            let text = match relative((date.get_time() - Date::now()) / 1_000.0) {
                Some((value, unit)) => in_words(&locales, value, unit)?,
                None => absolute(&locales, &date, None)?,
            };
            Some(LocalTime { text, title: Some(exact) })
        }
    }
}

fn js_date(at: OffsetDateTime) -> Date {
    let milliseconds = at.unix_timestamp() * 1_000 + i64::from(at.millisecond());
    // Exact for the next 285,000 years.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit the 53 bits of a JavaScript number")]
    let milliseconds = milliseconds as f64;
    Date::new(&JsValue::from_f64(milliseconds))
}

/// The day, and the time of day when `time_style` says how.
fn absolute(locales: &Array, date: &Date, time_style: Option<&str>) -> Option<String> {
    let options = Object::new();
    set(&options, "dateStyle", "medium")?;
    if let Some(time_style) = time_style {
        set(&options, "timeStyle", time_style)?;
    }
    let format = Intl::DateTimeFormat::new(locales, &options);
    format.format().call1(&format, date).ok()?.as_string()
}

/// "3 minutes ago", "yesterday", "now".
fn in_words(locales: &Array, value: f64, unit: &str) -> Option<String> {
    let options = Object::new();
    set(&options, "numeric", "auto")?;
    let words: JsString = Intl::RelativeTimeFormat::new(locales, &options).format(value, unit);
    words.as_string()
}

fn set(options: &Object, key: &str, value: &str) -> Option<bool> {
    Reflect::set(options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()
}
