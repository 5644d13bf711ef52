//! Verifying: the same steps as signing, from a request received, in two phases.
//!
//! `read` (`stated`, `checks`) needs no key and returns a claim; `claim` verifies it with one. Strict by default: what
//! AWS's pages ask of a signer is asked here, and nothing is guessed.

mod checks;
mod claim;
mod limits;
mod read;
mod stated;
mod verified;
mod verifier;

pub use claim::Claim;
pub use limits::Limits;
pub use verified::Verified;
pub use verifier::Verifier;
