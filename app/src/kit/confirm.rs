//! "Are you sure?", asked where something cannot simply be undone.

use super::browser;
use super::button::{Button, ButtonVariant};
use super::field::FormError;
use leptos::html;
use leptos::prelude::*;

/// Asks before doing. It stays open until the caller clears `open`, so that a failure can be shown in it.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The button that does it: a verb, not "OK".
    #[prop(into)]
    confirm_label: String,
    /// The button that does not; it has the focus at first.
    #[prop(into)]
    cancel_label: String,
    /// It is being done.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Why it could not be done.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What will happen.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| browser::show_dialog(node, open.get()));
    let children = StoredValue::new(children);
    let labels = StoredValue::new((confirm_label, cancel_label));
    view! {
        <dialog
            class="dialog dialog--confirm"
            node_ref=node
            role="alertdialog"
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div class="dialog__panel">
                    <h2 class="dialog__title">{move || title.get()}</h2>
                    <div class="dialog__body">
                        <FormError message=error />
                        {children.with_value(|children| children())}
                        <div class="dialog__actions">
                            <Button attr:autofocus=true on_click=move || open.set(false)>
                                {labels.with_value(|(_, cancel)| cancel.clone())}
                            </Button>
                            <Button variant=ButtonVariant::Danger busy=busy on_click=move || on_confirm.run(())>
                                {labels.with_value(|(confirm, _)| confirm.clone())}
                            </Button>
                        </div>
                    </div>
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}
