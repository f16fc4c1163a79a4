//! `/invitations/{token}`: the mailed link of an invitation.

use leptos::prelude::*;

/// Shows who invites whom to what, and lets the right person accept.
#[component]
pub fn InvitationPage() -> impl IntoView {}
