//! Live updates: the socket of an organization's page.

use leptos::prelude::*;
use model::ids::PublicId;

/// Opens the organization's socket once the page is alive. `access_changed` is called when what one may do has changed.
pub fn provide_live(_tenant: PublicId, _upto: i64, _access_changed: Callback<()>) {}

/// Whether the page is live.
#[component]
pub fn LiveStatus() -> impl IntoView {}

/// What is inside, until the server closed the door.
#[component]
pub fn LiveEnded(children: Children) -> impl IntoView {
    children()
}
