//! Live updates: the socket of an organization's page.

use leptos::prelude::*;
use model::ids::{MemberId, PublicId};
use model::live::EventKind;

/// Opens the organization's socket once the page is alive. `access_changed` is called when what one may do has changed.
pub fn provide_live(_tenant: PublicId, _upto: i64, _access_changed: Callback<()>) {}

/// Counts the changes of these kinds: put into a resource's source, it has the resource read again.
pub fn on(_kinds: &'static [EventKind]) -> Signal<u64> {
    Signal::stored(0)
}

/// Who has a page of the organization open now.
pub fn present() -> Signal<Vec<MemberId>> {
    Signal::stored(Vec::new())
}

/// Whether the page is live.
#[component]
pub fn LiveStatus() -> impl IntoView {}

/// What is inside, until the server closed the door.
#[component]
pub fn LiveEnded(children: Children) -> impl IntoView {
    children()
}
