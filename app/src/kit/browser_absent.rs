//! What the kit asks of the browser, where there is none: on the server, and in native tests.
//!
//! The same functions as in `browser.rs`; none of them is ever called, because effects and events do not exist here.

use super::time::{LocalTime, TimeForm};
use ::time::OffsetDateTime;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{self, ElementType};
use leptos::prelude::*;

pub(super) fn bind<E: ElementType>(_node: NodeRef<E>, _value: RwSignal<String>, _start: String) {}

pub(super) fn copy(_node: NodeRef<html::Input>) -> bool {
    false
}

pub(super) fn show_dialog(_node: NodeRef<html::Dialog>, _open: bool) {}

pub(super) fn focus_in_dialog<E: ElementType>(_node: NodeRef<E>) {}

pub(super) fn place_menu(_button: NodeRef<html::Button>, _list: NodeRef<html::Div>, _align_end: bool) {}

pub(super) fn open_menu_by_key(_button: NodeRef<html::Button>, _event: &KeyboardEvent) -> bool {
    false
}

pub(super) fn focus_menu_if_open(_list: NodeRef<html::Div>, _from_end: bool) -> bool {
    false
}

pub(super) fn move_in_menu(_list: NodeRef<html::Div>, _event: &KeyboardEvent) {}

pub(super) fn hide_after_item(_list: NodeRef<html::Div>, _event: &MouseEvent) {}

pub(super) fn hide_after_link(_drawer: NodeRef<html::Aside>, _event: &MouseEvent) {}

pub(super) fn show_popup(_button: NodeRef<html::Button>, _panel: NodeRef<html::Div>, _open: bool) {}

pub(super) fn is_popup_open(_panel: NodeRef<html::Div>) -> bool {
    false
}

pub(super) fn reveal(_option: String) {}

pub(super) fn keep_field_focus(_input: NodeRef<html::Input>) {}

pub(super) fn press(_option: &str, _in_new_tab: bool) {}

pub(super) fn is_near_end(_list: &str) -> bool {
    false
}

pub(super) fn local_time(_at: OffsetDateTime, _form: TimeForm) -> Option<LocalTime> {
    None
}
