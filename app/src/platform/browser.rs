//! The browser's half.

use gloo_storage::{LocalStorage, Storage as _};
use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use leptos::prelude::*;
use model::ids::IdempotencyKey;
use model::preferences::{Language, Preferences, Theme};
use model::{AppError, Code};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

use crate::app::DRAWN_AT;
use crate::form::FormState;
use crate::palette::{Held, Place, Pressed};

/// As the server wrote them into the page.
pub(crate) fn preferences() -> Preferences {
    let root = document().document_element();
    let attribute = |name| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    Preferences {
        language: Language::from_tag(&attribute("lang")).unwrap_or_default(),
        theme: Theme::from_name(&attribute("data-theme")).unwrap_or_default(),
    }
}

/// A form that was not sent before: what the server knew of it came with the page.
pub(crate) fn form_state() -> FormState {
    FormState::new(new_key())
}

/// The key of a form that creates something.
#[expect(clippy::disallowed_methods, reason = "this is the one place of the browser's half")]
pub(crate) fn new_key() -> IdempotencyKey {
    IdempotencyKey(uuid::Uuid::new_v4())
}

/// The page that answers a form is at its own address from now on: so the router finds it, and loading it again sends
/// nothing again.
pub fn settle_address() {
    let drawn_at = document().query_selector(&format!("meta[name={DRAWN_AT}]")).ok().flatten();
    let path = drawn_at.and_then(|meta| meta.get_attribute("content"));
    if let (Some(path), Ok(history)) = (path, window().history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Statuses were the server's to answer.
pub(crate) fn answer_with(_error: &AppError) {}

/// There is no answer any more: the page leads on by itself.
#[derive(Clone)]
pub(crate) struct Answer;

impl Answer {
    pub(crate) fn here() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as on the server")]
    pub(crate) fn lead_to(&self, _address: &str) {}

    #[expect(clippy::unused_self, reason = "as on the server")]
    pub(crate) fn refuse(&self, _error: &AppError, _sign_in: &str) {}
}

/// A memo over a resource.
pub(crate) fn remembered<T>(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Signal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(compute).into()
}

/// The window's title is set as text.
pub(crate) fn title_text(title: String) -> String {
    title
}

/// Focuses the first field that is marked as wrong, once it is: in the dialog that is open, for what lies behind it cannot
/// have the focus.
pub(crate) fn focus_wrong_field() {
    request_animation_frame(|| {
        let first = |selector| document().query_selector(selector).ok().flatten();
        focus(first("dialog[open] [aria-invalid=true]").or_else(|| first("form [aria-invalid=true]")));
    });
}

/// The row that has the focus, or gets it back from a menu or dialog that closes now, is about to go: a neighbour's
/// button gets the focus, so that it is not lost.
pub(crate) fn focus_neighbouring_row() {
    request_animation_frame(|| {
        let row = document().active_element().and_then(|element| element.closest("tr, li").ok().flatten());
        let neighbour = row.and_then(|row| row.next_element_sibling().or_else(|| row.previous_element_sibling()));
        focus(neighbour.and_then(|row| row.query_selector("button").ok().flatten()));
    });
}

/// What had the focus is gone for good: the page's content gets it, unless something else has it by then.
pub(crate) fn focus_content() {
    request_animation_frame(|| {
        if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
            focus(document().get_element_by_id("main"));
        }
    });
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Focuses the search of the page's content. Whether there is one.
pub(crate) fn focus_search() -> bool {
    let search = document().query_selector("#main input[type=search]").ok().flatten();
    let is_there = search.is_some();
    focus(search);
    is_there
}

/// Hears every key of the page while the part of it that calls this stands. What the handler answers for goes no
/// further.
pub(crate) fn on_key(handler: impl Fn(&Pressed) -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        // A browser that fills in a form sends an event of this name without a key.
        if event.has_type::<KeyboardEvent>()
            && !event.default_prevented()
            && !event.is_composing()
            && !event.repeat()
            && handler(&pressed(&event))
        {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn pressed(event: &KeyboardEvent) -> Pressed {
    let held = match (event.alt_key(), event.ctrl_key() || event.meta_key()) {
        (true, _) => Held::Alt,
        (false, true) => Held::Command,
        (false, false) => Held::Nothing,
    };
    Pressed { key: event.key(), code: event.code(), held, place: place(event), at: event.time_stamp() }
}

fn place(event: &KeyboardEvent) -> Place {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_there = |selector| document().query_selector(selector).ok().flatten().is_some();
    if is_there("dialog[open]") {
        Place::Dialog
    } else if is_there("[popover]:popover-open") {
        Place::Popup
    } else if target.is_some_and(|target| target.matches(TYPED_INTO).unwrap_or_default()) {
        Place::Field
    } else {
        Place::Page
    }
}

/// Where keys are text, or choose.
const TYPED_INTO: &str = "input, textarea, select, [contenteditable], [contenteditable] *";

/// Sends a form that has no place on the page: the answer is the next page, as with any form.
pub(crate) fn post_form(action: &str, fields: &[(&str, &str)]) {
    if let Some(form) = hidden_form(action, fields) {
        let _ = form.submit();
    }
}

fn hidden_form(action: &str, fields: &[(&str, &str)]) -> Option<HtmlFormElement> {
    let form: HtmlFormElement = document().create_element("form").ok()?.dyn_into().ok()?;
    form.set_method("post");
    form.set_action(action);
    for (name, value) in fields {
        let field: HtmlInputElement = document().create_element("input").ok()?.dyn_into().ok()?;
        field.set_type("hidden");
        field.set_name(name);
        field.set_value(value);
        form.append_child(&field).ok()?;
    }
    document().body()?.append_child(&form).ok()?;
    Some(form)
}

/// Says on `<html>` that the page is alive: who tests it waits for that.
pub(crate) fn mark_hydrated() {
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    });
}

/// Goes to another page by loading it: nothing of what this one holds goes along.
pub(crate) fn load_document(path: &str) {
    let _ = window().location().set_href(path);
}

/// The file that was just chosen in a field, if one was; too large a one is not read.
pub(crate) async fn chosen_file(event: leptos::ev::Event, most_kib: u16) -> Option<Result<Vec<u8>, Code>> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = field.files()?.item(0)?;
    if file.size() > f64::from(most_kib) * 1024.0 {
        return Some(Err(Code::TooLarge(most_kib)));
    }
    // A file that cannot be read, because it is gone by now, is none.
    let buffer = JsFuture::from(file.array_buffer()).await;
    Some(buffer.map(|buffer| Uint8Array::new(&buffer).to_vec()).map_err(|_| Code::NotAnImage))
}

/// What was kept in this browser under this name, if it can be read.
pub(crate) fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    may_keep().then(|| LocalStorage::get(name).ok()).flatten()
}

/// Keeps something in this browser. Where that is not possible it is gone with the page.
pub(crate) fn keep<T: Serialize>(name: &str, value: &T) {
    if may_keep() {
        let _ = LocalStorage::set(name, value);
    }
}

/// Keeps it no longer.
pub(crate) fn forget(name: &str) {
    if may_keep() {
        LocalStorage::delete(name);
    }
}

/// A browser may be told to keep nothing; gloo would panic.
fn may_keep() -> bool {
    window().local_storage().is_ok_and(|storage| storage.is_some())
}
