//! One-line and search fields.
//!
//! Each works in two ways. Without JavaScript it is a named input with an `initial` value. With a `value` signal it is
//! bound both ways, and what somebody typed before the page came to life is taken over, not overwritten.

use super::browser;
use super::field::{FieldFrame, FieldIds, invalid};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::{ev, html};

/// Addresses are written from left to right in every language; names follow what is typed.
fn direction(kind: &str, has_prefix: bool) -> &'static str {
    if has_prefix || kind == "email" { "ltr" } else { "auto" }
}

/// The node to tie to an input, and what stands in it at first: what the signal holds, if there is one.
fn bound(value: Option<RwSignal<String>>, initial: String) -> (NodeRef<html::Input>, String) {
    let node = NodeRef::new();
    let start = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        browser::bind(node, value, start.clone());
    }
    (node, start)
}

/// What was typed, for who wants to know.
fn take(value: Option<RwSignal<String>>, event: &ev::Event) {
    if let Some(value) = value {
        value.set(event_target_value(event));
    }
}

/// A one-line field with its label, hint and error.
#[component]
pub fn TextField(
    /// The name that the form sends.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The attribute `type`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The attribute `autocomplete`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Bound both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// What stands in it at first, when there is no `value`.
    #[prop(into, optional)]
    initial: String,
    /// Why what stands in it is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What to write.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Stands inside, before the text: the fixed part of an address.
    #[prop(into, optional)]
    prefix: Option<String>,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// Shown and sent, not to be changed.
    #[prop(into, optional)]
    readonly: Signal<bool>,
    /// Has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// The attribute `maxlength`.
    #[prop(optional)]
    maxlength: Option<u16>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let (node, start) = bound(value, initial);
    if autofocus {
        browser::focus_in_dialog(node);
    }
    let direction = direction(kind, prefix.is_some());
    // With a fixed part in front the whole reads as one address, which runs from left to right.
    let box_direction = prefix.is_some().then_some("ltr");
    let described_by = ids.described_by(hint.is_some(), error);
    let id = ids.input.clone();
    view! {
        <FieldFrame ids label hint error>
            <div class="field__box" dir=box_direction>
                {prefix.map(|prefix| view! { <span class="field__prefix">{prefix}</span> })}
                <input
                    class="input"
                    node_ref=node
                    id=id
                    name=name
                    type=kind
                    value=start
                    dir=direction
                    autocomplete=autocomplete
                    autofocus=autofocus
                    required=required
                    readonly=move || readonly.get()
                    maxlength=maxlength.map(|length| length.to_string())
                    aria-invalid=invalid(error)
                    aria-describedby=described_by
                    on:input=move |event| take(value, &event)
                />
            </div>
        </FieldFrame>
    }
    .into_any()
}

/// A field of several lines, bound both ways.
#[component]
pub fn TextArea(
    /// The name of the field.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// Bound both ways.
    value: RwSignal<String>,
    /// How many lines are seen at first.
    rows: u16,
    /// Something for machines: letters of one width, from left to right, and nothing corrected.
    #[prop(optional)]
    code: bool,
    /// Has the focus when the page or dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Why what stands in it is refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What to write.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let node = NodeRef::<leptos::html::Textarea>::new();
    let start = value.get_untracked();
    browser::bind(node, value, start.clone());
    if autofocus {
        browser::focus_in_dialog(node);
    }
    let class = if code { "input input--lines input--code" } else { "input input--lines" };
    let described_by = ids.described_by(hint.is_some(), error);
    view! {
        <FieldFrame ids=ids.clone() label hint error>
            <div class="field__box">
                <textarea
                    class=class
                    node_ref=node
                    id=ids.input.clone()
                    name=name
                    rows=rows.to_string()
                    dir=if code { "ltr" } else { "auto" }
                    autofocus=autofocus
                    spellcheck=code.then_some("false")
                    aria-invalid=invalid(error)
                    aria-describedby=described_by
                    // Its content is text alone: what marks places for hydration elsewhere would be read here.
                    inner_html=as_html(&start)
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            </div>
        </FieldFrame>
    }
    .into_any()
}

fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A search field: a magnifier instead of a visible label.
#[component]
pub fn SearchField(
    /// The name that the form sends.
    #[prop(into)]
    name: String,
    /// What is searched: heard, and seen while it is empty.
    #[prop(into)]
    label: String,
    /// Bound both ways.
    value: RwSignal<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let node = NodeRef::new();
    let start = value.get_untracked();
    browser::bind(node, value, start.clone());
    view! {
        <div class="search">
            <label class="visually-hidden" for=ids.input.clone()>
                {label.clone()}
            </label>
            <Icon glyph=Glyph::Search />
            <input
                class="input search__input"
                node_ref=node
                id=ids.input
                name=name
                type="search"
                value=start
                dir="auto"
                autocomplete="off"
                placeholder=label
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}
