//! No bytes make a reader panic, and what was read is written as something that reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigfour::{AmzDate, Authorization, CredentialScope, PayloadHash};

fuzz_target!(|text: &str| {
    if let Ok(authorization) = Authorization::parse(text) {
        let written = authorization.to_string();
        assert_eq!(Authorization::parse(&written), Ok(authorization));
    }
    if let Some(scope) = CredentialScope::parse(text) {
        assert_eq!(scope.to_string(), text);
    }
    if let Ok(date) = AmzDate::parse(text) {
        assert_eq!(AmzDate::new(date), Ok(date));
        assert_eq!(date.as_str(), text);
    }
    if let Ok(hash) = PayloadHash::parse(text) {
        assert_eq!(hash.to_string(), text);
    }
});
