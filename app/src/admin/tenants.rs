//! `/admin/tenants`: all organizations.

use leptos::prelude::*;

/// The list of organizations.
#[component]
pub fn TenantsPage() -> impl IntoView {}
