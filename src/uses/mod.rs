//! What else is made of the core: still pure, no I/O and no clock.

pub mod explain;
#[cfg(feature = "http")]
mod http;

#[cfg(feature = "client")]
pub(crate) use explain::without_token;
