//! A button that opens a list of actions or links, with the keys that people expect of one.
//!
//! The list is a popover: it opens without script, lies above everything and closes on Escape and on a click beside
//! it. What script adds is its place beside the button, the arrow keys and the way back of the focus.

use super::browser;
use super::button::press;
use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::{ev, html};

/// A menu. Put `MenuItem`, `MenuLink` and `MenuHeading` inside.
#[component]
pub fn Menu(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// The accessible name of the list, and of the button when it shows only an icon.
    #[prop(into)]
    label: String,
    /// The button's icon; with neither `text` nor `trigger` the button shows nothing else.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// The button's text, followed by a chevron.
    #[prop(into, optional)]
    text: Option<String>,
    /// The button's content, when it is more than icon and text.
    #[prop(into, optional)]
    trigger: Option<ViewFnOnce>,
    /// The button's class instead of a button's.
    #[prop(optional)]
    trigger_class: Option<&'static str>,
    /// The list ends where the button ends instead of starting where it starts.
    #[prop(optional)]
    align_end: bool,
    children: Children,
) -> impl IntoView {
    let list_id = format!("menu-{id}");
    let parts = Parts::new(align_end);
    let only_icon = text.is_none() && trigger.is_none();
    let class = trigger_class.unwrap_or(if only_icon {
        "button button--ghost button--icon"
    } else {
        "button button--secondary"
    });
    let face = trigger
        .map_or_else(|| view! { <TriggerFace glyph=glyph text=text /> }.into_any(), |trigger| trigger.run().into_any());
    view! {
        <MenuButton parts class list_id=list_id.clone() label=only_icon.then(|| label.clone())>{face}</MenuButton>
        <MenuList parts id=list_id label>{children()}</MenuList>
    }
    .into_any()
}

/// What a menu's button and its list know of each other.
#[derive(Clone, Copy)]
struct Parts {
    button: NodeRef<html::Button>,
    list: NodeRef<html::Div>,
    open: RwSignal<bool>,
    /// Opened by the key that leads to its last item.
    from_end: StoredValue<bool>,
    align_end: bool,
}

impl Parts {
    fn new(align_end: bool) -> Self {
        Self {
            button: NodeRef::new(),
            list: NodeRef::new(),
            open: RwSignal::new(false),
            from_end: StoredValue::new(false),
            align_end,
        }
    }
}

#[component]
fn MenuButton(
    parts: Parts,
    class: &'static str,
    list_id: String,
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    let Parts { button, list, open, from_end, align_end } = parts;
    view! {
        <button
            type="button"
            class=class
            node_ref=button
            popovertarget=list_id
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-label=label
            on:click=move |_| browser::place_menu(button, list, align_end)
            on:keydown=move |event| from_end.set_value(browser::open_menu_by_key(button, &event))
        >
            {children()}
        </button>
    }
}

#[component]
fn MenuList(parts: Parts, id: String, label: String, children: Children) -> impl IntoView {
    let Parts { list, open, from_end, .. } = parts;
    view! {
        <div
            class="menu"
            id=id
            node_ref=list
            popover="auto"
            role="menu"
            aria-label=label
            on:toggle=move |_| open.set(browser::focus_menu_if_open(list, from_end.get_value()))
            on:keydown=move |event: ev::KeyboardEvent| browser::move_in_menu(list, &event)
            on:click=move |event| browser::hide_after_item(list, &event)
        >
            {children()}
        </div>
    }
}

#[component]
fn TriggerFace(glyph: Option<Glyph>, text: Option<String>) -> impl IntoView {
    let text = text.map(|text| {
        view! {
            <bdi class="button__text">{text}</bdi>
            <Icon glyph=Glyph::ChevronDown />
        }
    });
    view! { <span class="button__face">{glyph.map(|glyph| view! { <Icon glyph=glyph /> })} {text}</span> }.into_any()
}

fn item_class(danger: bool) -> &'static str {
    if danger { "menu__item menu__item--danger" } else { "menu__item" }
}

/// An action. Give it `on_click`, or `kind="submit"` inside a form.
#[component]
pub fn MenuItem(
    /// Stands before the text.
    glyph: Glyph,
    /// It takes something away.
    #[prop(optional)]
    danger: bool,
    /// The attribute `type`.
    #[prop(default = "button")]
    kind: &'static str,
    /// What it does.
    #[prop(into, optional)]
    on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=item_class(danger)
            role="menuitem"
            tabindex="-1"
            on:click=move |_| press(on_click)
        >
            <Icon glyph=glyph />
            <span class="menu__text">
                <bdi>{children()}</bdi>
            </span>
        </button>
    }
    .into_any()
}

/// A link; the browser's own ways of opening it (ctrl-click, middle button) stay.
#[component]
pub fn MenuLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// Stands before the text.
    glyph: Glyph,
    /// Where one is already.
    #[prop(optional)]
    current: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            href=href
            class=item_class(false)
            role="menuitem"
            tabindex="-1"
            aria-current=current.then_some("true")
        >
            <Icon glyph=glyph />
            <span class="menu__text">
                <bdi>{children()}</bdi>
            </span>
            <span class="menu__check">
                <Icon glyph=Glyph::Check />
            </span>
        </a>
    }
    .into_any()
}

/// What the group under it is.
#[component]
pub fn MenuHeading(children: Children) -> impl IntoView {
    view! {
        <div class="menu__heading" role="presentation">
            {children()}
        </div>
    }
    .into_any()
}
