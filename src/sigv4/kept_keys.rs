//! The signing keys that live with credentials: derived once, used for a day.

use alloc::borrow::Cow;
#[cfg(feature = "std")]
use alloc::{sync::Arc, vec::Vec};
#[cfg(feature = "std")]
use std::sync::{Mutex, OnceLock, PoisonError};

use super::key::SigningKey;
use super::scope::CredentialScope;

/// How many of the first keys are kept, and how many of those after them.
#[cfg(feature = "std")]
const CAPACITY: usize = 8;

/// The first keys that were derived, and the last ones of those after them. A clone shares them. Without `std` there is no
/// lock, and nothing is kept.
#[derive(Clone, Default)]
pub(super) struct KeptKeys {
    #[cfg(feature = "std")]
    store: Arc<Store>,
}

#[cfg(feature = "std")]
#[derive(Default)]
struct Store {
    /// Found without writing to memory that threads share, which would cost more than a tenth of a signature. Temporary
    /// credentials do not live long enough to need more, unless they sign for more than eight services and regions.
    first: [OnceLock<SigningKey>; CAPACITY],
    /// Newest first: the oldest one goes.
    later: Mutex<Vec<SigningKey>>,
}

impl KeptKeys {
    /// The key for a scope: the one that is kept, or what `derive` returns, which is kept then.
    #[cfg(feature = "std")]
    pub(super) fn get(
        &self,
        scope: &CredentialScope<'_>,
        derive: impl FnOnce() -> SigningKey,
    ) -> Cow<'_, SigningKey> {
        let Store { first, later } = &*self.store;
        let is_wanted = |key: &&SigningKey| key.is_for(scope);
        if let Some(key) = first.iter().map_while(OnceLock::get).find(is_wanted) {
            return Cow::Borrowed(key);
        }
        // A panic under the lock leaves a list of whole keys.
        let later = || later.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = later().iter().find(is_wanted) {
            return Cow::Owned(key.clone());
        }
        // Without the lock: a thread that needs a kept key does not wait. Another one may keep the same key meanwhile.
        let key = derive();
        for place in first {
            let kept = place.get_or_init(|| key.clone());
            if kept.is_for(scope) {
                return Cow::Borrowed(kept);
            }
        }
        let mut later = later();
        if let Some(key) = later.iter().find(is_wanted) {
            return Cow::Owned(key.clone());
        }
        later.truncate(CAPACITY - 1);
        later.insert(0, key.clone());
        Cow::Owned(key)
    }

    #[cfg(not(feature = "std"))]
    pub(super) fn get(
        &self,
        _: &CredentialScope<'_>,
        derive: impl FnOnce() -> SigningKey,
    ) -> Cow<'_, SigningKey> {
        Cow::Owned(derive())
    }
}

#[cfg(test)]
#[cfg(feature = "std")]
mod tests {
    use super::*;
    use crate::Credentials;
    use std::cell::Cell;

    #[test]
    fn the_first_eight_and_the_last_eight_are_kept_and_shared_by_clones() {
        let (kept, known) =
            (KeptKeys::default(), Credentials::new("AKIDEXAMPLE", "secret").unwrap());
        let derived = Cell::new(0);
        let get = |service| {
            let scope = CredentialScope::new("20150830", "us-east-1", service).unwrap();
            let clone = kept.clone();
            let key = clone.get(&scope, || {
                derived.set(derived.get() + 1);
                SigningKey::derive(&known, &scope)
            });
            assert_eq!(key.scope(), scope);
        };
        let first = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let later = ["i", "j", "k", "l", "m", "n", "o", "p"];
        first.into_iter().chain(later).for_each(get);
        first.into_iter().rev().chain(later).for_each(get);
        assert_eq!(derived.get(), 16);
        get("q");
        first.into_iter().chain(later.into_iter().skip(1)).for_each(get);
        assert_eq!(derived.get(), 17);
        get("i");
        assert_eq!(derived.get(), 18, "the oldest of the later ones gave way");
    }

    #[test]
    fn threads_that_derive_the_same_key_keep_one() {
        let known = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
        let kept = KeptKeys::default();
        let barrier = std::sync::Barrier::new(4);
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    for service in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
                        let scope = CredentialScope::new("20150830", "us-east-1", service).unwrap();
                        barrier.wait();
                        drop(kept.get(&scope, || SigningKey::derive(&known, &scope)));
                    }
                });
            }
        });
        assert!(kept.store.first.iter().all(|place| place.get().is_some()));
        assert_eq!(kept.store.later.lock().unwrap().len(), 1);
    }
}
