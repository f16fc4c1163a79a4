//! Forms that work without JavaScript: plain posts, answered by the same page with what was typed and what is wrong.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::ids::IdempotencyKey;
use model::{AppError, Fields};
use serde::{Deserialize, Serialize};

use crate::failure::Sentences as _;
use crate::platform;
use crate::text::use_text;

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
        match &self.error {
            Some(AppError::Invalid { fields }) => fields.of(field).map(|code| use_text().of_code(code)),
            _ => None,
        }
    }

    /// What is wrong with the form as a whole.
    pub fn form_error(&self) -> Option<String> {
        match &self.error {
            Some(AppError::Invalid { .. }) => self.field_error(Fields::WHOLE),
            Some(error) => Some(use_text().of_error(error)),
            None => None,
        }
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
