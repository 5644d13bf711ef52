//! The signing keys that live with credentials: derived once, used for a day.

#[cfg(feature = "std")]
use alloc::{sync::Arc, vec::Vec};
#[cfg(feature = "std")]
use std::sync::{Mutex, PoisonError};

use super::key::SigningKey;
use super::scope::CredentialScope;

/// How many keys are kept.
#[cfg(feature = "std")]
const CAPACITY: usize = 8;

/// The keys derived last, newest first: the oldest one goes. A clone shares them. Without `std` there is no lock, and
/// nothing is kept.
#[derive(Clone, Default)]
pub(super) struct KeptKeys {
    #[cfg(feature = "std")]
    keys: Arc<Mutex<Vec<SigningKey>>>,
}

impl KeptKeys {
    /// The key for a scope: the one that is kept, or what `derive` returns, which is kept then.
    #[cfg(feature = "std")]
    pub(super) fn get(
        &self,
        scope: &CredentialScope<'_>,
        derive: impl FnOnce() -> SigningKey,
    ) -> SigningKey {
        // A panic under the lock leaves a list of whole keys.
        let keys = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |keys: &[SigningKey]| keys.iter().find(|key| key.is_for(scope)).cloned();
        if let Some(key) = find(&keys()) {
            return key;
        }
        // Without the lock: a thread that needs a kept key does not wait.
        let key = derive();
        let mut keys = keys();
        if let Some(key) = find(&keys) {
            return key;
        }
        keys.truncate(CAPACITY - 1);
        keys.insert(0, key.clone());
        key
    }

    #[cfg(not(feature = "std"))]
    pub(super) fn get(
        &self,
        _: &CredentialScope<'_>,
        derive: impl FnOnce() -> SigningKey,
    ) -> SigningKey {
        derive()
    }
}

#[cfg(test)]
#[cfg(feature = "std")]
mod tests {
    use super::*;
    use crate::Credentials;
    use std::cell::Cell;

    #[test]
    fn the_last_eight_are_kept_and_shared_by_clones() {
        let (kept, known) =
            (KeptKeys::default(), Credentials::new("AKIDEXAMPLE", "secret").unwrap());
        let derived = Cell::new(0);
        let get = |service| {
            let scope = CredentialScope::new("20150830", "us-east-1", service).unwrap();
            let key = kept.clone().get(&scope, || {
                derived.set(derived.get() + 1);
                SigningKey::derive(&known, &scope)
            });
            assert_eq!(key.scope(), scope);
        };
        ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().for_each(get);
        ["h", "a", "b", "a"].into_iter().for_each(get);
        assert_eq!(derived.get(), 8);
        get("i");
        get("b");
        assert_eq!(derived.get(), 9);
        get("a");
        assert_eq!(derived.get(), 10, "the oldest gave way");
    }
}
