//! Live: what other people do to an organization, as it happens.
//!
//! A page of an organization holds one socket. It brings no data, only the news that something of a kind has changed: a
//! list depends on [`on`] and is read again by its ordinary call, so that what is being typed beside it stays.
//!
//! `line` decides (and is tested without a browser), `browser` holds the socket, `status` is what people see of it.

#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser has a line"))]
mod line;
#[cfg(feature = "hydrate")]
#[path = "live/browser.rs"]
mod side;
#[cfg(not(feature = "hydrate"))]
#[path = "live/server.rs"]
mod side;
mod status;

use leptos::prelude::*;
use model::ids::{MemberId, PublicId};
use model::live::EventKind;

pub use status::{LiveEnded, LiveStatus};

/// How the page stands to what happens.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser's page comes alive"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// The page has only just come alive.
    #[default]
    Connecting,
    /// The page shows what is.
    Live,
    /// The line is back, and what was missed is on its way.
    CatchingUp,
    /// What the page shows may be old.
    Offline,
    /// Other pages hold all the lines that a session may have, so this one hears nothing.
    TooMany,
}

/// Why there will be no news any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The session is over.
    SignedOut,
    /// The person does not belong to the organization any more.
    NotAMember,
    /// Nobody may be in the organization for now: an operator has suspended it.
    Suspended,
    /// Nobody may be in the organization for now: its own members have put it away.
    Archived,
    /// There is no way in any more, and nobody said why.
    Shut,
}

const KINDS: usize = EventKind::ALL.len();

/// What a page knows of the organization around it.
#[derive(Clone, Copy)]
struct Live {
    status: RwSignal<Status>,
    present: RwSignal<Vec<MemberId>>,
    ended: RwSignal<Option<Ended>>,
    /// How often something of each kind has happened, in the order of [`EventKind::ALL`].
    counts: RwSignal<[u64; KINDS]>,
}

impl Live {
    fn new() -> Self {
        Self {
            status: RwSignal::default(),
            present: RwSignal::default(),
            ended: RwSignal::default(),
            counts: RwSignal::new([0; KINDS]),
        }
    }
}

/// Where a kind stands in [`EventKind::ALL`].
fn place(kind: EventKind) -> usize {
    kind as usize
}

/// Opens the organization's socket once the page is alive, and closes it with the part of the page that calls this.
/// `upto` is the last event that the page's data already includes. `access_changed` is called when what one may do here
/// has changed.
pub fn provide_live(tenant: PublicId, upto: i64, access_changed: Callback<()>) {
    let live = Live::new();
    provide_context(live);
    side::follow(live, tenant, upto, access_changed);
}

/// Outside of an organization there is no news.
fn use_live() -> Live {
    use_context().unwrap_or_else(Live::new)
}

/// Counts the changes of these kinds: put into a resource's source, it has the resource read again. What happens within
/// a moment counts as one change.
pub fn on(kinds: &'static [EventKind]) -> Signal<u64> {
    let counts = use_live().counts;
    Memo::new(move |_| counts.with(|counts| kinds.iter().map(|kind| counts[place(*kind)]).sum())).into()
}

/// Who has a page of the organization open now, in no order; nobody for those who may not see its members.
pub fn present() -> Signal<Vec<MemberId>> {
    use_live().present.into()
}

/// How the page stands to what happens.
pub fn status() -> Signal<Status> {
    use_live().status.into()
}

/// Why there will be no news any more.
pub fn ended() -> Signal<Option<Ended>> {
    use_live().ended.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_place_of_its_own() {
        for (index, kind) in EventKind::ALL.iter().enumerate() {
            assert_eq!(place(*kind), index);
        }
    }
}
