//! The form of a dialog. It is sent by script, and the dialog stays open until that worked.

use std::future::Future;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::AppError;

use super::FormErrors;
use crate::kit::{Button, ButtonVariant, FormError, Glyph};
use crate::text::use_text;

/// A form on its way: what is wrong with it, and whether it was sent and not yet answered.
#[derive(Clone, Copy)]
pub struct Submission {
    /// Each field shows its own part.
    pub errors: FormErrors,
    open: RwSignal<bool>,
    pending: Memo<bool>,
    submit: Callback<SubmitEvent>,
}

/// Sends what `input` answers, unless it answers what is wrong, and closes the dialog when `send` has worked.
pub fn use_submission<Input, Answer>(
    open: RwSignal<bool>,
    input: impl Fn() -> Result<Input, AppError> + Send + Sync + 'static,
    send: impl Fn(Input) -> Answer + Send + Sync + 'static,
) -> Submission
where
    Input: Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<(), AppError>> + Send + 'static,
{
    let errors = FormErrors::new();
    let sending = Action::new(move |input: &Input| {
        let answer = send(input.clone());
        async move {
            match answer.await {
                Ok(()) => open.set(false),
                Err(error) => errors.show(error),
            }
        }
    });
    let submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = errors.check(input()) {
            sending.dispatch(input);
        }
    });
    Submission { errors, open, pending: sending.pending(), submit }
}

/// The fields, what is wrong with the form as a whole, and the way out.
#[component]
pub fn DialogForm(
    /// How it is sent.
    submission: Submission,
    /// The button that sends it: a verb.
    label: &'static str,
    /// Stands before the verb.
    icon: Glyph,
    /// It takes something away.
    #[prop(optional)]
    danger: bool,
    children: Children,
) -> impl IntoView {
    let t = use_text();
    let variant = if danger { ButtonVariant::Danger } else { ButtonVariant::Primary };
    let Submission { errors, open, pending, submit } = submission;
    view! {
        <form class="form" novalidate=true on:submit=move |event| submit.run(event)>
            <FormError message=errors.form() />
            {children()}
            <div class="dialog__actions">
                <Button on_click=move || open.set(false)>{t.cancel()}</Button>
                <Button variant kind="submit" icon busy=pending>{label}</Button>
            </div>
        </form>
    }
}
