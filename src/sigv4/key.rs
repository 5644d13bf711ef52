//! The signing key: derived from the secret once per day, region and service, and used many times.
//!
//! Source: "Derive a signing key" in the IAM user guide's page on signing AWS API requests.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::sync::Arc;
use core::fmt;

use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::date::AmzDate;
use super::error::Error;
use super::hash::HmacKey;
use super::identity::Identity;
use super::scope::{CredentialScope, ScopeNames, TERMINATOR};
use super::secrets::Secrets;
use super::signature::Signature;
use super::sink::hashed;
use super::string_to_sign::StringToSign;

/// A key that signs for one day, region and service, with the credentials that it was derived from.
///
/// A clone shares the same key: give one to each thread or task. [`Signer::key`](crate::Signer::key) takes it from
/// the credentials, which keep their last keys.
///
/// ```
/// use sigfour::{CredentialScope, Credentials, SigningKey};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let scope = CredentialScope::new("20150830", "us-east-1", "iam")?;
/// let key = SigningKey::derive(&credentials, &scope);
/// assert_eq!(key.scope(), scope);
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone)]
pub struct SigningKey(Arc<Inner>);

struct Inner {
    secrets: Arc<Secrets>,
    hmac: HmacKey,
    day: [u8; 8],
    names: ScopeNames,
}

impl SigningKey {
    /// Derives the key for a scope.
    pub(super) fn of(secrets: &Arc<Secrets>, scope: &CredentialScope<'_>) -> Self {
        leaving_no_key_on_the_stack(|| {
            let mut keys = Zeroizing::new([[0; 32]; 4]);
            derive_into(&mut keys, secrets, scope);
            SigningKey(Arc::new(Inner {
                secrets: Arc::clone(secrets),
                hmac: HmacKey::new(&keys[3]),
                day: scope.day_bytes(),
                names: ScopeNames::new(scope.region(), scope.service()),
            }))
        })
    }

    /// Whose key it is.
    pub fn identity(&self) -> Identity<'_> {
        Identity(&self.0.secrets)
    }

    /// What it was derived from.
    pub(super) fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    #[cfg(all(test, feature = "std"))]
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The algorithm that it signs with.
    pub fn algorithm(&self) -> Algorithm {
        Algorithm::HmacSha256
    }

    /// The scope that it signs for.
    pub fn scope(&self) -> CredentialScope<'_> {
        self.0.names.on(self.0.day)
    }

    /// Signs a string to sign: that of a request, or of what follows one.
    ///
    /// # Errors
    /// [`Error::KeyOutOfScope`] if the string's scope is not the key's, or its date is of another day;
    /// [`Error::WrongAlgorithm`]; [`Error::InvalidPolicy`] if a policy is not base64.
    pub fn sign(&self, string_to_sign: &StringToSign<'_>) -> Result<Signature, Error> {
        match string_to_sign {
            StringToSign::Dated { algorithm, date, scope, .. } => {
                if *algorithm != self.algorithm() {
                    return Err(Error::WrongAlgorithm { found: *algorithm });
                }
                self.check(scope)?;
                self.check(&self.scope_on(date))?;
            }
            // Whoever signs policies that clients send must not sign requests that look like one.
            StringToSign::Policy(text) if !is_base64(text) => return Err(Error::InvalidPolicy),
            StringToSign::Policy(_) => {}
        }
        Ok(self.signature(string_to_sign))
    }

    /// Whether `signature` is the one of a string to sign. Takes the same time wherever it differs. `false` also for a
    /// string that [`SigningKey::sign`] refuses.
    pub fn verify(&self, string_to_sign: &StringToSign<'_>, signature: &Signature) -> bool {
        self.sign(string_to_sign).is_ok_and(|own| own == *signature)
    }

    /// The signature of a string whose scope is the key's.
    pub(super) fn signature(&self, string_to_sign: &StringToSign<'_>) -> Signature {
        Signature::new(hashed::<_, 256>(&self.0.hmac, |sink| string_to_sign.write_to(sink)))
    }

    /// Whether the signature is this key's, of whatever scope the key is: to find out which key signed.
    pub(crate) fn signs_as(&self, string: &StringToSign<'_>, signature: &Signature) -> bool {
        self.signature(string) == *signature
    }

    /// The scope of the same region and service on the day of `date`.
    pub(super) fn scope_on(&self, date: &AmzDate) -> CredentialScope<'_> {
        self.0.names.on(date.day_bytes())
    }

    /// The key of the day of `date`.
    pub(super) fn on(&self, date: &AmzDate) -> Self {
        SigningKey::of(&self.0.secrets, &self.scope_on(date))
    }

    pub(super) fn is_for(&self, scope: &CredentialScope<'_>) -> bool {
        self.scope() == *scope
    }

    /// Refuses a scope that the key is not for.
    pub(super) fn check(&self, scope: &CredentialScope<'_>) -> Result<(), Error> {
        if self.is_for(scope) {
            return Ok(());
        }
        Err(Error::KeyOutOfScope { key: self.scope().to_string(), needed: scope.to_string() })
    }
}

impl<'a> From<&'a SigningKey> for Identity<'a> {
    fn from(key: &'a SigningKey) -> Self {
        key.identity()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("identity", &self.identity())
            .field("scope", &self.scope())
            .finish_non_exhaustive()
    }
}

/// Whether a text is base64 with its padding (RFC 4648, section 4), and not empty.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    !digits.is_empty()
        && text.len() % 4 == 0
        && text.len() - digits.len() <= 2
        && digits.bytes().all(is_digit)
}

/// The four steps of the derivation, each with the key of the step before: date, region, service, signing.
fn derive_into(keys: &mut [[u8; 32]; 4], secrets: &Secrets, scope: &CredentialScope<'_>) {
    let [date, region, service, signing] = keys;
    step(secrets.prefixed_secret(), scope.day(), date);
    step(date, scope.region(), region);
    step(region, scope.service(), service);
    step(service, TERMINATOR, signing);
}

/// One step of the derivation.
fn step(key: &[u8], message: &str, tag: &mut [u8; 32]) {
    HmacKey::new(key).tag_into(message.as_bytes(), tag);
}

/// Overwrites the stack that a derivation has used: the hash leaves copies of its keys there.
fn leaving_no_key_on_the_stack<T>(derive: impl FnOnce() -> T) -> T {
    // A frame of its own, below which nothing lives when it returns.
    #[inline(never)]
    fn in_a_frame<T>(derive: impl FnOnce() -> T) -> T {
        derive()
    }
    #[inline(never)]
    fn overwrite_below() {
        core::hint::black_box(&mut [0u8; 8192]);
    }
    let derived = in_a_frame(derive);
    overwrite_below();
    derived
}

/// The four steps of the derivation, for those who check another implementation against this one.
///
/// ```
/// use sigfour::{CredentialScope, Credentials, KeyDerivation};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let scope = CredentialScope::new("20150830", "us-east-1", "iam")?;
/// let steps = KeyDerivation::new(&credentials, &scope);
/// assert_eq!(steps.signing_key()[..4], [0xc4, 0xaf, 0xb1, 0xcc]); // AWS's documented example
/// # Ok::<(), sigfour::Error>(())
/// ```
pub struct KeyDerivation(Box<Zeroizing<[[u8; 32]; 4]>>);

impl KeyDerivation {
    /// Derives all four.
    pub(super) fn of(secrets: &Secrets, scope: &CredentialScope<'_>) -> Self {
        leaving_no_key_on_the_stack(|| {
            let mut keys = Box::new(Zeroizing::new([[0; 32]; 4]));
            derive_into(&mut keys, secrets, scope);
            KeyDerivation(keys)
        })
    }

    /// HMAC of the day under `AWS4` and the secret.
    pub fn date_key(&self) -> &[u8; 32] {
        &self.0[0]
    }

    /// HMAC of the region under the date key.
    pub fn region_key(&self) -> &[u8; 32] {
        &self.0[1]
    }

    /// HMAC of the service under the region key.
    pub fn service_key(&self) -> &[u8; 32] {
        &self.0[2]
    }

    /// HMAC of `aws4_request` under the service key.
    pub fn signing_key(&self) -> &[u8; 32] {
        &self.0[3]
    }
}

impl fmt::Debug for KeyDerivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyDerivation(***)")
    }
}
