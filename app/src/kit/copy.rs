//! A text to take along.

use super::alive::use_alive;
use super::browser;
use super::field::{FieldFrame, FieldIds};
use super::icon::{Glyph, Icon};
use leptos::html;
use leptos::prelude::*;

/// A text that cannot be changed, and a button that copies it, there as soon as the page is alive.
#[component]
pub fn CopyField(
    /// The name of the field.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What it is for.
    #[prop(into)]
    hint: String,
    /// The text, something for machines: it runs from left to right.
    #[prop(into)]
    text: String,
    /// The button's name.
    #[prop(into)]
    copy_label: String,
    /// It was copied.
    #[prop(into)]
    on_copied: Callback<()>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let described_by = ids.hint.clone();
    let id = ids.input.clone();
    let node = NodeRef::<html::Input>::new();
    let alive = use_alive();
    let copy = move |_| {
        if browser::copy(node) {
            on_copied.run(());
        }
    };
    view! {
        <FieldFrame ids label hint=Some(hint) error=Signal::stored(None)>
            <div class="field__box">
                <input
                    class="input input--code"
                    node_ref=node
                    id=id.clone()
                    name=name
                    type="text"
                    dir="ltr"
                    value=text
                    readonly=true
                    aria-describedby=described_by
                />
                <button
                    type="button"
                    class="field__button"
                    hidden=move || !alive.get()
                    aria-label=copy_label
                    aria-controls=id
                    on:click=copy
                >
                    <Icon glyph=Glyph::Copy />
                </button>
            </div>
        </FieldFrame>
    }
    .into_any()
}
