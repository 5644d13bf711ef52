//! Large requests of programs that mean no harm.

use crate::family::Family;
use crate::order::shuffled;
use crate::wire::{Form, Wire};

const KIBIBYTES: &[usize] = &[1 << 10, 4 << 10, 16 << 10, 64 << 10];

pub(crate) const FAMILIES: &[Family] = &[
    Family {
        id: "headers",
        says: "headers, with values of 20 bytes",
        sizes: &[10, 100, 1_000],
        make: |n| Wire::headers(headers(n)).form(Form::Signed),
        reason: None,
        ..Family::HEADERS
    },
    Family {
        id: "pairs",
        says: "query parameters, with values of 12 bytes",
        sizes: &[10, 100, 1_000, 10_000],
        make: |n| Wire::query(pairs(n)).form(Form::Signed),
        reason: None,
        ..Family::PARAMETERS
    },
    Family {
        id: "path",
        says: "path, of segments of 15 bytes",
        sizes: KIBIBYTES,
        make: |n| Wire::path(path(n)).form(Form::Signed),
        reason: None,
        ..Family::BYTES
    },
    Family {
        id: "path-s3",
        says: "the same at S3",
        sizes: KIBIBYTES,
        make: |n| Wire::to("s3", path(n)).form(Form::Signed),
        reason: None,
        ..Family::BYTES
    },
    Family {
        id: "body",
        says: "body",
        at_limits: usize::MAX,
        sizes: &[0, 1 << 10, 64 << 10, 1 << 20, 16 << 20, 64 << 20],
        make: |n| Wire::path("/".into()).body(vec![b'x'; n]).form(Form::Signed),
        reason: None,
        ..Family::BYTES
    },
];

fn headers(n: usize) -> impl Iterator<Item = (String, String)> {
    shuffled(n).into_iter().map(|at| (format!("x-header-{at:05}"), format!("value of {at:011}")))
}

fn pairs(n: usize) -> String {
    let pairs = shuffled(n).into_iter().map(|at| format!("name{at:05}=value%20{at:05}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn path(n: usize) -> String {
    "/segment%20of%20a".chars().cycle().take(n.max(1)).collect()
}
