//! How many places each session or network has taken of those that it may have. `live` counts sockets by it, `listen`
//! connections.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The places that are taken, by key. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Counted<K> {
    taken: Arc<Mutex<HashMap<K, u32>>>,
    /// Of one key.
    limit: u32,
}

/// A place that is taken, given back when it is dropped.
#[derive(Debug)]
pub struct Taken<K: Copy + Eq + Hash> {
    counted: Counted<K>,
    key: K,
}

impl<K: Copy + Eq + Hash> Counted<K> {
    /// So many places for each key.
    pub fn new(limit: u32) -> Self {
        Self { taken: Arc::default(), limit }
    }

    /// One more place for this key, if it may have one.
    pub fn take(&self, key: K) -> Option<Taken<K>> {
        let mut taken = self.lock();
        let count = taken.get(&key).copied().unwrap_or_default();
        if count >= self.limit {
            return None;
        }
        taken.insert(key, count + 1);
        drop(taken);
        Some(Taken { counted: self.clone(), key })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, u32>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash> Drop for Taken<K> {
    fn drop(&mut self) {
        if let Entry::Occupied(mut count) = self.counted.lock().entry(self.key) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_own_places_and_gets_them_back() {
        let places = Counted::new(2);
        let (first, second) = (places.take("here").unwrap(), places.take("here").unwrap());
        assert!(places.take("here").is_none());
        assert!(places.take("elsewhere").is_some());
        drop(first);
        let again = places.take("here").unwrap();
        assert!(places.take("here").is_none());
        drop((second, again));
        assert!(places.lock().is_empty(), "nothing is kept of whoever has no place");
    }

    #[test]
    fn nobody_is_remembered_for_having_been_refused() {
        let places = Counted::new(0);
        assert!(places.take("here").is_none());
        assert!(places.lock().is_empty());
    }
}
