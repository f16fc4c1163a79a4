//! How many sockets each session has in this process: enough for anybody's tabs, too few to crowd others out.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex};

use model::ids::SessionId;

use super::lock;

/// Sockets of one session at the same time.
const LIMIT: usize = 50;

/// The places that are taken, by session.
#[derive(Debug, Default)]
pub struct Places(Mutex<HashMap<SessionId, usize>>);

impl Places {
    /// A place for one more socket of this session, if it may have one.
    pub fn take(self: &Arc<Self>, session: SessionId) -> Option<Place> {
        let mut taken = lock(&self.0);
        let count = taken.entry(session).or_default();
        if *count == LIMIT {
            return None;
        }
        *count += 1;
        drop(taken);
        Some(Place { places: Arc::clone(self), session })
    }
}

/// A place that is taken, given back when it is dropped: also by a handshake that ends before there is a socket.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    session: SessionId,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut count) = lock(&self.places.0).entry(self.session) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_session_has_its_own_places_and_gets_them_back() {
        let places = Arc::new(Places::default());
        let [here, elsewhere] = [1, 2].map(|id| SessionId(Uuid::from_u128(id)));
        let mut taken: Vec<_> = (0..LIMIT).map(|_| places.take(here).unwrap()).collect();
        assert!(places.take(here).is_none());
        assert!(places.take(elsewhere).is_some());
        drop(taken.pop());
        taken.push(places.take(here).unwrap());
        assert!(places.take(here).is_none());
        drop(taken);
        assert!(lock(&places.0).is_empty(), "nothing is kept of sessions without a socket");
    }
}
