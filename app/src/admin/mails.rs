//! `/admin/mail`: the outbox.

use leptos::prelude::*;

/// The newest mails.
#[component]
pub fn MailsPage() -> impl IntoView {}
