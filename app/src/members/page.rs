//! `/t/{slug}/members`.

use leptos::prelude::*;

/// The list of members.
#[component]
pub fn MembersPage() -> impl IntoView {}
