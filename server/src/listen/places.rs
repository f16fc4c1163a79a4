//! How many connections there may be: in all, and of one network address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use domain::network_of;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;
use crate::proxies::Proxies;

/// All places that there are.
pub(super) struct Places {
    free: Arc<Semaphore>,
    all: u32,
    taken: Taken,
    per_address: u32,
    uncounted: Proxies,
}

/// How many places each network has taken.
type Taken = Arc<Mutex<HashMap<IpAddr, u32>>>;

/// A place for whoever comes next.
pub(super) struct FreePlace<'p> {
    permit: OwnedSemaphorePermit,
    places: &'p Places,
}

/// A connection's place, given back when this is dropped.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    _counted: Option<Counted>,
}

struct Counted {
    taken: Taken,
    network: IpAddr,
}

impl Places {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            free: Arc::new(Semaphore::new(limits.connections as usize)),
            all: limits.connections,
            taken: Taken::default(),
            per_address: limits.per_address,
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

    fn count(&self, network: IpAddr) -> Option<Counted> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let places = taken.entry(network).or_default();
        (*places < self.per_address).then(|| {
            *places += 1;
            Counted { taken: Arc::clone(&self.taken), network }
        })
    }
}

impl FreePlace<'_> {
    /// The place as that of this address; none: it has enough.
    pub(super) fn of(self, address: IpAddr) -> Option<Place> {
        let counted =
            if self.places.uncounted.contain(address) { None } else { Some(self.places.count(network_of(address))?) };
        Some(Place { _permit: self.permit, _counted: counted })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = taken.get_mut(&self.network) {
            *places -= 1;
            if *places == 0 {
                taken.remove(&self.network);
            }
        }
    }
}
