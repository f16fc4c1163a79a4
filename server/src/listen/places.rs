//! How many connections there may be: in all, and of one network address.

use std::net::IpAddr;
use std::sync::Arc;

use domain::network_of;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;
use crate::places::{Counted, Taken};
use crate::proxies::Proxies;

/// All places that there are.
pub(super) struct Places {
    free: Arc<Semaphore>,
    all: u32,
    networks: Counted<IpAddr>,
    uncounted: Proxies,
}

/// A place for whoever comes next.
pub(super) struct FreePlace<'p> {
    permit: OwnedSemaphorePermit,
    places: &'p Places,
}

/// A connection's place, given back when this is dropped.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    _counted: Option<Taken<IpAddr>>,
}

impl Places {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            free: Arc::new(Semaphore::new(limits.connections as usize)),
            all: limits.connections,
            networks: Counted::new(limits.per_address),
            uncounted: limits.uncounted.clone(),
        }
    }

    /// The next place that is free.
    pub(super) async fn free(&self) -> Option<FreePlace<'_>> {
        let permit = Arc::clone(&self.free).acquire_owned().await.ok()?;
        Some(FreePlace { permit, places: self })
    }

    /// Returns when nobody has a place any more.
    pub(super) async fn all_free(&self) {
        let _ = self.free.acquire_many(self.all).await;
    }
}

impl FreePlace<'_> {
    /// The place as that of this address; none: it has enough.
    pub(super) fn of(self, address: IpAddr) -> Option<Place> {
        let Self { permit, places } = self;
        let counted =
            if places.uncounted.contain(address) { None } else { Some(places.networks.take(network_of(address))?) };
        Some(Place { _permit: permit, _counted: counted })
    }
}
