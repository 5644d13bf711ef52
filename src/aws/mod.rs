//! The shell: what AWS is reached with. It uses the core's public surface only.

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod context;
pub mod endpoint;
#[cfg(feature = "client")]
pub(crate) mod error;
#[cfg(feature = "local")]
pub mod local;
#[cfg(feature = "client")]
pub mod source;
#[cfg(feature = "client")]
pub mod sts;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "client")]
pub(crate) mod url;
