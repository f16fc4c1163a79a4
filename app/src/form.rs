//! Forms, and what is wrong with them.
//!
//! Those that work without JavaScript are plain posts ([`PostForm`]), answered by the same page with what was typed and
//! what is wrong ([`FormState`]). Those of dialogs are sent by script ([`DialogForm`]).

mod dialog;
mod post;

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::ids::IdempotencyKey;
use model::{AppError, Code, Fields};
use serde::{Deserialize, Serialize};

use crate::failure::Sentences as _;
use crate::platform;
use crate::text::{Text, use_text};

pub use dialog::{DialogForm, use_submission};
pub use post::{PostForm, PostFormWith};

/// A form as it was sent, and why it was refused. It comes with the page, so that the browser draws the same form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormState {
    /// What was typed, without passwords.
    pub values: BTreeMap<String, String>,
    /// Why it was refused.
    pub error: Option<AppError>,
    /// Sent with forms that create something: sent again, they create nothing more.
    pub key: IdempotencyKey,
}

impl FormState {
    /// A form that was not sent before.
    pub fn new(key: IdempotencyKey) -> Self {
        Self { values: BTreeMap::new(), error: None, key }
    }

    /// What was typed here.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What is wrong with this field.
    pub fn field_error(&self, field: &str) -> Option<String> {
        field_sentence(use_text(), self.error.as_ref(), field)
    }

    /// What is wrong with the form as a whole.
    pub fn form_error(&self) -> Option<String> {
        form_sentence(use_text(), self.error.as_ref())
    }
}

/// Why a form that is sent by script was refused; each field shows its own part of it.
#[derive(Clone, Copy, Debug)]
pub struct FormErrors {
    t: Text,
    error: RwSignal<Option<AppError>>,
}

impl FormErrors {
    /// Nothing was refused yet.
    pub fn new() -> Self {
        Self { t: use_text(), error: RwSignal::new(None) }
    }

    /// The form was refused for this. Where a field is wrong, it gets the focus.
    pub fn show(self, error: AppError) {
        self.error.set(Some(error));
        platform::focus_wrong_field();
    }

    /// The input if it can be sent; if not, says why.
    pub fn check<T>(self, input: Result<T, AppError>) -> Option<T> {
        match input {
            Ok(input) => {
                self.error.set(None);
                Some(input)
            }
            Err(error) => {
                self.show(error);
                None
            }
        }
    }

    /// Whether this field was refused for this.
    pub fn has(self, field: &str, code: Code) -> bool {
        let is_it = |error: &AppError| matches!(error, AppError::Invalid { fields } if fields.of(field) == Some(code));
        self.error.with(|error| error.as_ref().is_some_and(is_it))
    }

    /// Whether this stands against the form as a whole.
    pub fn is_refused_for(self, code: Code) -> bool {
        self.error.with(|error| *error == Some(AppError::Conflict { reason: code }))
    }

    /// What is wrong with this field.
    pub fn field(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| field_sentence(self.t, error.as_ref(), field)))
    }

    /// What is wrong with the form as a whole.
    pub fn form(self) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| form_sentence(self.t, error.as_ref())))
    }
}

fn field_sentence(t: Text, error: Option<&AppError>, field: &str) -> Option<String> {
    match error? {
        AppError::Invalid { fields } => fields.of(field).map(|code| t.of_code(code)),
        _ => None,
    }
}

fn form_sentence(t: Text, error: Option<&AppError>) -> Option<String> {
    match error? {
        AppError::Invalid { .. } => field_sentence(t, error, Fields::WHOLE),
        error => Some(t.of_error(error)),
    }
}

/// The form of this page.
pub fn use_form_state() -> Resource<FormState> {
    let state = platform::form_state();
    Resource::new_blocking(
        || (),
        move |()| {
            let state = state.clone();
            async move { state }
        },
    )
}
