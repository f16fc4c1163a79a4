//! `/t/{slug}`: where one lands in an organization.

use leptos::prelude::*;

/// Greets, and says what to do next.
#[component]
pub fn HomePage() -> impl IntoView {}
