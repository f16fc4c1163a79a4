//! The frame of the back office, and its own sign-in.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// `/admin` and all below it.
#[component]
pub fn AdminShell() -> impl IntoView {
    view! { <Outlet /> }
}

/// `/admin/sign-in`.
#[component]
pub fn AdminSignInPage() -> impl IntoView {}
