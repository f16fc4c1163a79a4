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
    let foot =
        move |busy| view! { <Button variant=ButtonVariant::Primary kind="submit" wide=true busy>{label}</Button> };
    view! { <PostFormWith action state foot>{children()}</PostFormWith> }
}

/// The same with another foot than that button.
#[component]
pub fn PostFormWith<Foot, View>(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// As it was sent before, if it was.
    state: FormState,
    /// What stands below the fields, made of whether the form was sent.
    foot: Foot,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView
where
    Foot: FnOnce(RwSignal<bool>) -> View + Send + 'static,
    View: IntoView + 'static,
{
    let busy = RwSignal::new(false);
    view! {
        <form class="form" method="post" action=action on:submit=move |_| busy.set(true)>
            <FormError message=state.form_error() />
            {children.map(|children| children())}
            {foot(busy)}
        </form>
    }
}
