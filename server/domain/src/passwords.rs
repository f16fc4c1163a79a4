//! Password hashes: argon2id, off the async threads, a few at a time, behind a queue that ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use model::AppError;
use model::password::Password;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// The hash of a password that nobody has: checked when an account does not exist, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$5pUbSsIqoj0l3HGLp/mVxIt6Ua8AeN0tRBiHN2v5YTk";

/// The queue before the hash function.
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Passwords {
    /// How many are hashed at once: each takes 19 MiB and a core for some 20 ms.
    const AT_ONCE: usize = 2;
    /// How many may wait. More would wait for seconds, so they are told to come back.
    const QUEUE: usize = 64;

    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(Self::AT_ONCE)), waiting: AtomicUsize::new(0) }
    }

    /// The hash to keep, in PHC string format.
    pub async fn hash(&self, password: Password) -> Result<String> {
        self.queued(move || {
            let hash = Argon2::default().hash_password(password.reveal());
            hash.map(|hash| hash.to_string()).map_err(|error| Error::Fault(error.to_string()))
        })
        .await?
    }

    /// Whether the password is the one of this hash, which may be of an older form. Without a hash: no, after the same work.
    pub async fn verify(&self, password: Password, hash: Option<String>) -> Result<bool> {
        self.queued(move || {
            let text = hash.as_deref().unwrap_or(NOBODY);
            let parsed = PasswordHash::new(text).map_err(|error| Error::Fault(error.to_string()))?;
            let is_it = |bytes: &[u8]| Argon2::default().verify_password(bytes, &parsed).is_ok();
            let matches = is_it(password.reveal()) || password.reveal_composed().is_some_and(is_it);
            Ok(matches && hash.is_some())
        })
        .await?
    }

    async fn queued<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Place::take(&self.waiting).ok_or(AppError::RateLimited { retry_after: 2 })?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| AppError::Unavailable)?;
        drop(place);
        let work = move || {
            let answer = work();
            drop(turn);
            answer
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Fault(error.to_string()))
    }
}

/// A place in the queue, given back however the wait ends.
struct Place<'q>(&'q AtomicUsize);

impl<'q> Place<'q> {
    fn take(waiting: &'q AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        // Given back by the drop if there was no room.
        (waiting.fetch_add(1, Ordering::Relaxed) < Passwords::QUEUE).then_some(()).map(|()| place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches_and_nobody_s_never() {
        let passwords = Passwords::new();
        let right = Password::parse("correct horse battery staple").unwrap();
        let wrong = Password::parse("correct horse battery stable").unwrap();
        let hash = passwords.hash(right.clone()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify(right.clone(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(wrong, Some(hash)).await.unwrap());
        assert!(!passwords.verify(right, None).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_the_older_form_still_matches() {
        let passwords = Passwords::new();
        // With a space that does not break, as some keyboards make it: in form NFKC it is a plain one.
        let text = "correct\u{a0}horse battery staple";
        let typed = Password::parse(text).unwrap();
        let plain = Password::parse("correct horse battery staple").unwrap();
        let older = Argon2::default().hash_password(text.as_bytes()).unwrap().to_string();
        assert!(passwords.verify(typed.clone(), Some(older.clone())).await.unwrap());
        assert!(!passwords.verify(plain.clone(), Some(older)).await.unwrap());
        let hash = passwords.hash(typed).await.unwrap();
        assert!(passwords.verify(plain, Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_and_empties_again() {
        let passwords = Passwords::new();
        let places: Vec<_> = (0..Passwords::QUEUE).map(|_| Place::take(&passwords.waiting).unwrap()).collect();
        let password = Password::parse("correct horse battery staple").unwrap();
        let refused = passwords.hash(password.clone()).await;
        assert!(matches!(refused, Err(Error::App(AppError::RateLimited { .. }))));
        drop(places);
        assert!(passwords.hash(password).await.is_ok());
    }
}
