//! The core: Signature Version 4, in the order of AWS's page on it. No I/O, no clock, no environment.

mod authorization;
mod canonical;
mod credentials;
mod date;
mod error;
mod hash;
mod key;
mod payload;
mod presign;
mod refusal;
mod request;
mod rules;
mod scope;
mod sign;
mod signature;
mod steps;
mod string_to_sign;
mod target;
mod verify;

pub use authorization::Authorization;
pub(crate) use canonical::{COMPONENT, canonical_path};
pub use credentials::Credentials;
pub use date::AmzDate;
pub use error::{Error, Part};
pub use key::{KeyCache, KeyDerivation, SigningKey};
pub use payload::{Payload, PayloadHash, Streaming};
pub use presign::Presigned;
pub use refusal::{Reason, Refusal};
pub use request::{Headers, Request};
pub use rules::{Rules, SessionToken, SessionTokenHeader, UnsignedPayload};
pub use scope::CredentialScope;
pub use sign::{Signed, Signer};
pub use signature::Signature;
pub use steps::Steps;
pub use target::Target;
pub use verify::{Verified, Verifier};
