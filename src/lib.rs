//! AWS Signature Version 4, for programs in which the AWS SDK is too heavy.
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![warn(unreachable_pub)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[cfg(feature = "std")]
mod aws;
mod sigv4;

#[cfg(feature = "local")]
pub use aws::local;
#[cfg(feature = "client")]
pub use aws::{
    client::{self, Client},
    context, source, sts, transport,
};
#[cfg(feature = "std")]
pub use aws::endpoint;
pub use sigv4::*;
