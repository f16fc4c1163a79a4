//! The browser's own modal dialog, driven by a signal.

use super::browser;
use super::button::IconButton;
use super::icon::Glyph;
use leptos::html;
use leptos::prelude::*;

/// A modal dialog. The browser keeps the focus inside, closes it on Escape and gives the focus back.
/// Its content is made each time it opens, so that a form in it starts afresh.
#[component]
pub fn Dialog(
    /// Whether it is open; closing it by Escape or by its button clears the signal.
    open: RwSignal<bool>,
    /// Its heading and accessible name.
    #[prop(into)]
    title: String,
    /// The name of the button that closes it.
    #[prop(into)]
    close_label: String,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| browser::show_dialog(node, open.get()));
    let children = StoredValue::new(children);
    let heading = StoredValue::new((title, close_label));
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-label=move || heading.with_value(|(title, _)| title.clone())
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div class="dialog__panel">
                    <h2 class="dialog__title">{heading.with_value(|(title, _)| title.clone())}</h2>
                    <div class="dialog__body">{children.with_value(|children| children())}</div>
                    // Last, so that the first field has the focus.
                    <span class="dialog__close">
                        <IconButton
                            glyph=Glyph::X
                            label=heading.with_value(|(_, close)| close.clone())
                            on_click=move || open.set(false)
                        />
                    </span>
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}
