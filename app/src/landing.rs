//! `/`: what this is, for somebody who knows nothing of it.

use leptos::prelude::*;

/// The public page.
#[component]
pub fn LandingPage() -> impl IntoView {}
