//! The server's half.

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use model::ids::IdempotencyKey;
use model::preferences::Preferences;
use model::{AppError, Code};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::form::FormState;
use crate::palette::Pressed;

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

/// The answer that the page belongs to, to decide about it when a resource has come and before the first byte.
///
/// What a view decides while it is drawn can come too late: the first bytes do not wait for it.
#[derive(Clone)]
pub(crate) struct Answer(Option<ResponseOptions>);

impl Answer {
    /// The answer to this request.
    pub(crate) fn here() -> Self {
        Self(use_context())
    }

    /// The page is at another address now.
    pub(crate) fn lead_to(&self, address: &str) {
        if let (Some(response), Ok(location)) = (&self.0, HeaderValue::from_str(address)) {
            response.insert_header(header::LOCATION, location);
            response.set_status(StatusCode::FOUND);
        }
    }

    /// Gives the error's status; whoever is not signed in is led to `sign_in` instead.
    pub(crate) fn refuse(&self, error: &AppError, sign_in: &str) {
        let Some(response) = &self.0 else { return };
        match (error, HeaderValue::from_str(sign_in)) {
            (AppError::Unauthenticated, Ok(location)) => {
                response.insert_header(header::LOCATION, location);
                response.set_status(StatusCode::FOUND);
            }
            _ => {
                if let Ok(status) = StatusCode::from_u16(error.status()) {
                    response.set_status(status);
                }
            }
        }
    }
}

/// What a memo over a resource would answer. A resource is set by another thread than the one that draws; a memo that is
/// computed just then would keep, as clean, what was before. So this is computed whenever it is read.
pub(crate) fn remembered<T>(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Signal<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Signal::derive(move || compute(None))
}

/// The window's title as it may stand in HTML: `leptos_meta` writes it there as it is.
pub(crate) fn title_text(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Nobody types here.
pub(crate) fn focus_wrong_field() {}

/// Nobody types here.
pub(crate) fn focus_neighbouring_row() {}

/// The page is not alive yet.
pub(crate) fn mark_hydrated() {}

/// Nobody types here.
pub(crate) fn focus_content() {}

/// Nobody leads a page on that is being drawn.
pub(crate) fn load_document(_path: &str) {}

/// Nobody chooses files here.
#[expect(clippy::unused_async, reason = "the browser waits for the file")]
pub(crate) async fn chosen_file(_event: leptos::ev::Event, _most_kib: u16) -> Option<Result<Vec<u8>, Code>> {
    None
}

/// Nobody types here.
pub(crate) fn focus_search() -> bool {
    false
}

/// Nobody types here.
pub(crate) fn on_key(_handler: impl Fn(&Pressed) -> bool + 'static) {}

/// Nobody sends anything here.
pub(crate) fn post_form(_action: &str, _fields: &[(&str, &str)]) {}

/// Only browsers keep anything.
pub(crate) fn kept<T: DeserializeOwned>(_name: &str) -> Option<T> {
    None
}

/// Only browsers keep anything.
pub(crate) fn keep<T: Serialize>(_name: &str, _value: &T) {}

/// Only browsers keep anything.
pub(crate) fn forget(_name: &str) {}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[test]
    fn nothing_is_remembered_of_what_another_thread_may_have_set() {
        let owner = Owner::new();
        owner.set();
        let source = AtomicU8::new(0);
        let next = remembered(move |_| source.fetch_add(1, Ordering::Relaxed));
        assert_eq!([next.get(), next.get(), next.get()], [0, 1, 2]);
    }

    #[test]
    fn a_title_ends_no_element() {
        assert_eq!(title_text("</title><meta a=b> & co".to_owned()), "&lt;/title&gt;&lt;meta a=b&gt; &amp; co");
    }
}
