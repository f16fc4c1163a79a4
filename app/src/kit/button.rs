//! Buttons, and links that look like them.

use super::icon::{Glyph, Icon};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button weighs. A screen has one primary button at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// What the screen is for.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Without a border until pointed at: in rows and bars.
    Ghost,
    /// Takes something away.
    Danger,
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button button--secondary",
            Self::Ghost => "button button--ghost",
            Self::Danger => "button button--danger",
        }
    }
}

fn class_of(variant: ButtonVariant, small: bool, wide: bool) -> String {
    let small = if small { " button--small" } else { "" };
    let wide = if wide { " button--wide" } else { "" };
    format!("{}{small}{wide}", variant.class())
}

/// A button. Give it `on_click`, or `kind="submit"` inside a form.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    variant: ButtonVariant,
    /// The attribute `type`.
    #[prop(default = "button")]
    kind: &'static str,
    /// Stands before the text.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Its work is under way: it keeps its width, says so and swallows further clicks. It stays focusable,
    /// so that the focus is not lost while waiting.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Cannot be used now. Prefer an explanation to a dead button.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// For rows and bars.
    #[prop(optional)]
    small: bool,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    /// What it does. A callback, because an event that is put onto a component from outside is lost when that is drawn again
    /// in its place (docs/decisions/0018).
    #[prop(into, optional)]
    on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=class_of(variant, small, wide)
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click:capture=move |event| swallow_while(busy, &event)
            on:click=move |_| press(on_click)
        >
            <ButtonFace icon>{children()}</ButtonFace>
        </button>
    }
    .into_any()
}

#[component]
fn ButtonFace(icon: Option<Glyph>, children: Children) -> impl IntoView {
    view! {
        <span class="button__face">
            {icon.map(|glyph| view! { <Icon glyph=glyph /> })} <span class="button__text">{children()}</span>
        </span>
    }
}

/// What a press does; nothing when what it was for is gone.
pub(super) fn press(on_click: Option<Callback<()>>) {
    let _ = on_click.and_then(|on_click| on_click.try_run(()));
}

/// The browser would still submit a form by an `aria-disabled` button; capturing comes before any other listener.
fn swallow_while(busy: Signal<bool>, event: &MouseEvent) {
    if busy.get_untracked() {
        event.prevent_default();
        event.stop_immediate_propagation();
    }
}

/// A button that shows an icon only.
#[component]
pub fn IconButton(
    /// What it shows.
    glyph: Glyph,
    /// Its name for assistive technology, and its tooltip.
    #[prop(into)]
    label: String,
    /// What it does.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button button--ghost button--icon"
            aria-label=label.clone()
            title=label
            on:click=move |_| press(Some(on_click))
        >
            <Icon glyph=glyph />
        </button>
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere and changes nothing.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How much it weighs.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Stands before the text.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// For rows and bars.
    #[prop(optional)]
    small: bool,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=class_of(variant, small, wide)>
            <ButtonFace icon>{children()}</ButtonFace>
        </a>
    }
    .into_any()
}
