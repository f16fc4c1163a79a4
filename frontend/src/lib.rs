//! The browser's entry: brings the page that the server drew to life.
// Leptos' views nest types deeply.
#![recursion_limit = "512"]

use app::{App, settle_address};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script when the WASM is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    settle_address();
    leptos::mount::hydrate_body(App);
}
