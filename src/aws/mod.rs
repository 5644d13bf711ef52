//! The shell: what AWS is reached with. It uses the core's public surface only.
//!
//! From below: `transport` and `wire` send, `source` has credentials, `client` calls, `sts` asks the Security
//! Token Service with it; `local` is the other side.

#[cfg(feature = "client")]
mod advice;
#[cfg(feature = "client")]
mod answer;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod context;
#[cfg(feature = "client")]
mod document;
pub mod endpoint;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod json;
#[cfg(feature = "local")]
pub mod local;
#[cfg(feature = "client")]
mod moment;
#[cfg(feature = "client")]
mod proxy;
#[cfg(feature = "client")]
mod server_view;
#[cfg(feature = "client")]
mod service_error;
#[cfg(feature = "client")]
pub mod source;
#[cfg(feature = "client")]
pub mod sts;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "client")]
mod url;
#[cfg(feature = "client")]
mod wire;
