//! What every form field shares: its ids, its hint, its error; and the summary at the head of a form.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The ids that tie a field's label, hint and error to its input. They are made of the name, so that the server's
/// page and the browser's agree.
#[derive(Clone, Debug)]
pub(super) struct FieldIds {
    /// The input's.
    pub input: String,
    /// The hint's.
    pub hint: String,
    /// The error's.
    pub error: String,
}

impl FieldIds {
    /// A name stands once on a page.
    pub fn new(name: &str) -> Self {
        let input = format!("field-{name}");
        Self { hint: format!("{input}-hint"), error: format!("{input}-error"), input }
    }

    /// The value of `aria-describedby`: the error first, as it is what to act on.
    pub fn described_by(
        &self,
        has_hint: bool,
        error: Signal<Option<String>>,
    ) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let Self { hint, error: error_id, .. } = self.clone();
        move || match (error.with(Option::is_some), has_hint) {
            (true, true) => Some(format!("{error_id} {hint}")),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(hint.clone()),
            (false, false) => None,
        }
    }
}

/// The value of `aria-invalid`.
pub(super) fn invalid(error: Signal<Option<String>>) -> impl Fn() -> Option<&'static str> + Send + Sync {
    move || error.with(Option::is_some).then_some("true")
}

/// A field: its label, the box that is put into it, hint and error.
#[component]
pub(super) fn FieldFrame(
    ids: FieldIds,
    label: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=ids.input.clone()>
                {label}
            </label>
            {children()}
            <FieldNotes ids=ids hint=hint error=error />
        </div>
    }
}

/// Hint and error under a field. The error's place is always there, so that its text is announced when it comes.
#[component]
pub(super) fn FieldNotes(ids: FieldIds, hint: Option<String>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <p class="field__error" id=ids.error aria-live="polite">
            {move || error.get()}
        </p>
        {hint.map(|hint| view! { <p class="field__hint" id=ids.hint>{hint}</p> })}
    }
    .into_any()
}

/// What is wrong with a form as a whole; stands first in it and is announced when it appears.
#[component]
pub fn FormError(
    /// The sentence, if there is one.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="form-error" role="alert">
            {move || {
                message
                    .get()
                    .map(|message| {
                        view! {
                            <div class="form-error__box">
                                <Icon glyph=Glyph::AlertTriangle />
                                <p>{message}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
