//! The server's half.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use model::AppError;
use model::ids::IdempotencyKey;
use model::preferences::Preferences;

use crate::form::FormState;

/// As the request asked for them.
pub(crate) fn preferences() -> Preferences {
    use_context().unwrap_or_default()
}

/// The form as it was sent, if the page answers one; else a new one.
pub(crate) fn form_state() -> FormState {
    use_context().unwrap_or_else(|| FormState::new(new_key()))
}

/// The key of a form that creates something.
#[expect(clippy::disallowed_methods, reason = "this is the one place of the server's half of the screens")]
pub(crate) fn new_key() -> IdempotencyKey {
    IdempotencyKey(uuid::Uuid::new_v4())
}

/// The page's status is the error's. Only before the first byte: in pages that wait for their resources.
pub(crate) fn answer_with(error: &AppError) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status())) {
        response.set_status(status);
    }
}

/// The page is not alive yet.
pub(crate) fn mark_hydrated() {}
