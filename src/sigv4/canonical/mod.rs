//! The canonical request and its parts: path, query, headers. `encode`, `sorted`, `list` and `rewritten` serve them.

mod encode;
mod headers;
mod list;
mod path;
mod query;
mod request;
mod rewritten;
mod sorted;

pub(crate) use encode::{encoded, unreserved};
pub(super) use encode::{unreserved_or_slash, write_decoded, write_encoded};
pub(crate) use headers::CanonicalHeaders;
pub(crate) use path::canonical_path;
pub(super) use path::is_canonical as path_is_canonical;
pub(super) use query::is_canonical as query_is_canonical;
pub(crate) use query::{CanonicalQuery, Fields};
pub(crate) use request::CanonicalRequest;
