//! `/verify-email/{token}`: the mailed link. Opening it changes nothing (mail scanners do that); the button does.

use leptos::prelude::*;

/// Confirms an address.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {}
