//! Programs that embed sigfour: each module is one of them, and its tests run it.
#![cfg(test)]
#![forbid(unsafe_code)]

mod header_map;
mod rotation;
mod stream;

use sigfour::{AmzDate, Credentials};

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").expect("a date")
}

fn credentials(secret: &str) -> Credentials {
    Credentials::new("AKIDEXAMPLE", secret).expect("credentials")
}
