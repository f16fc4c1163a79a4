//! The form of a page: a plain post, which works without JavaScript.

use leptos::prelude::*;

use super::FormState;
use crate::kit::{Button, ButtonVariant, FormError};

/// The fields, and one button that sends them and waits once it was pressed.
#[component]
pub fn PostForm(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// The button: a verb.
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    view! {
        <form class="form" method="post" action=action on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            {children()}
            <Button variant=ButtonVariant::Primary kind="submit" wide=true busy>{label}</Button>
        </form>
    }
}
