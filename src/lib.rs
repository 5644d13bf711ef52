//! AWS Signature Version 4, for programs in which the AWS SDK is too heavy: signs, presigns and verifies
//! requests, takes temporary credentials from STS, and calls signed HTTPS endpoints.
//!
//! **In scope**: Signature Version 4 as AWS's pages define it, for every service; the STS actions that hand
//! out credentials; a blocking caller; a loopback AWS to test against.
//! **Out of scope**: services' own APIs, paging and waiters, async, SigV2.
//!
//! # The core
//! No I/O, no clock, `no_std` with `alloc`. A [`Request`] is what goes over the wire. A [`Signer`] returns the
//! headers to set on it ([`Signer::sign`]) or the URL to hand out ([`Signer::presign`]). A [`Verifier`] is the
//! other side. [`Rules`] are how services differ. [`explain`] tells why a signature was refused.
//!
//! Each step is a value, too: [`Signer::prepare`] returns what would be signed, a [`SigningKey`] signs a
//! [`StringToSign`], and [`Verifier::read`] returns a [`Claim`] that waits for its key. A [`Seed`] signs what follows a
//! request: the chunks of its body, their trailer, or events.
//!
//! ```
//! use sigfour::{Credentials, Request, Signer};
//!
//! let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
//! let headers = [("Host", "examplebucket.s3.amazonaws.com")];
//! let request = Request::new("GET", "/?lifecycle").headers(&headers);
//! let now = sigfour::AmzDate::parse("20130524T000000Z")?; // or SystemTime::now()
//!
//! let signed = Signer::new("s3", "us-east-1").sign(&request, &credentials, now)?;
//! for (name, value) in signed.headers() {
//!     println!("{name}: {value}"); // authorization, x-amz-date, x-amz-content-sha256
//! }
//! # Ok::<(), sigfour::Error>(())
//! ```
//!
//! # The shell
#![cfg_attr(
    feature = "client",
    doc = "With the feature `client`: [`Client`] calls, [`source`] has credentials, [`sts`] assumes roles."
)]
#![cfg_attr(
    not(feature = "client"),
    doc = "With the feature `client`: the caller, credential sources, STS."
)]
#![cfg_attr(feature = "local", doc = "With the feature `local`: [`local`], a loopback AWS.")]
#![cfg_attr(not(feature = "local"), doc = "With the feature `local`: a loopback AWS.")]
//! The command `sigfour` is a package of its own, `sigfour-cli`.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![warn(unreachable_pub)]
// No input panics. An invariant that breaks does, with its reason: an empty text is never signed or sent.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo)]
#![warn(clippy::missing_errors_doc)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[cfg(feature = "std")]
mod aws;
mod sigv4;
mod uses;

#[cfg(feature = "std")]
pub use aws::endpoint;
#[cfg(feature = "local")]
#[cfg_attr(docsrs, doc(cfg(feature = "local")))]
pub use aws::local;
#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub use aws::{
    client::{self, Client},
    context, source, sts, transport,
};
pub use sigv4::*;
pub use uses::explain;
