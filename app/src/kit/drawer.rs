//! The side menu: a column on a wide screen, a drawer on a narrow one.
//!
//! The drawer is a popover, so it opens, closes on Escape and on a tap beside it without a line of script;
//! the style sheet makes it a plain column above 720 px.

use super::browser;
use super::icon::{Glyph, Icon};
use leptos::html;
use leptos::prelude::*;

/// The side menu. Following a link in it closes it.
#[component]
pub fn Drawer(
    /// What its button points at.
    id: &'static str,
    /// Its accessible name.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Aside>::new();
    view! {
        <aside
            class="shell__side"
            id=id
            popover="auto"
            aria-label=label
            node_ref=node
            on:click=move |event| browser::hide_after_link(node, &event)
        >
            {children()}
        </aside>
    }
    .into_any()
}

/// Opens the drawer; a wide screen does not show it.
#[component]
pub fn DrawerButton(
    /// The drawer's id.
    target: &'static str,
    /// Its accessible name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <button type="button" class="button button--ghost button--icon topbar__menu" popovertarget=target aria-label=label>
            <Icon glyph=Glyph::Menu />
        </button>
    }
    .into_any()
}
