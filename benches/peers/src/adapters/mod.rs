//! One file a crate. To add one: see README.md.

mod aws_sign_v4;
mod aws_sigv4;
mod floor;
mod object_store;
mod reqsign;
mod rusty_s3;
mod scratchstack;
mod sigfour;

use http::HeaderMap;

use crate::Peer;

/// How the floor is named that all else is a multiple of.
pub const FLOOR: &str = floor::RING.name;

/// In the order of the table.
pub const ALL: [Peer; 13] = [
    floor::RING,
    floor::RUSTCRYPTO,
    floor::COMPRESSION,
    sigfour::RING_KEPT_KEY,
    sigfour::RING_README,
    sigfour::RUSTCRYPTO_KEPT_KEY,
    sigfour::RUSTCRYPTO_README,
    aws_sigv4::PEER,
    reqsign::PEER,
    aws_sign_v4::PEER,
    object_store::PEER,
    rusty_s3::PEER,
    scratchstack::PEER,
];

impl Peer {
    /// A floor has no signature that could be checked.
    pub fn is_floor(&self) -> bool {
        [floor::RING, floor::RUSTCRYPTO, floor::COMPRESSION]
            .iter()
            .any(|floor| floor.name == self.name)
    }
}

/// Reads what a crate has added to a map of headers.
fn read_added(headers: &HeaderMap, read: &mut dyn FnMut(&str, &str)) {
    for name in ["x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "authorization"] {
        if let Some(value) = headers.get(name) {
            read(name, value.to_str().expect("ASCII"));
        }
    }
}
