//! No request makes verifying panic, in either form; and one that is let in is refused with another method,
//! another target or another signature.
#![no_main]

use std::sync::Arc;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sigfour::{CredentialScope, Request, SigningKey, Verifier};
use sigfour_fuzz::{Message, REGION, credentials, now};

fuzz_target!(|message: Message| {
    let at = now().to_offset_date_time();
    // Any date will do, so that the fuzzer gets past the clock.
    let door = Verifier::new(message.service, REGION).clock_tolerance(Duration::MAX);
    let key = |id: &str, scope: &CredentialScope<'_>| {
        Some(Arc::new(SigningKey::derive(&credentials(id, message.with_token)?, scope)))
    };
    let Ok(verified) = door.verify_with_keys(&message.request(), key, at) else { return };

    let method = format!("{}X", message.method);
    let target = match message.target.split_once('?') {
        Some((path, query)) => format!("{path}z?{query}"),
        None => format!("{}z", message.target),
    };
    let signature = verified.authorization().signature().to_string();
    let other = format!("{:x}{}", !signature.as_bytes()[0] & 7, &signature[1..]);
    let resigned: Vec<_> = message
        .headers
        .iter()
        .map(|(name, value)| {
            (&name[..], String::from_utf8_lossy(value).replace(&signature, &other))
        })
        .collect();
    let resigned: Vec<_> = resigned.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let retargeted = message.target.replace(&signature, &other);
    for tampered in [
        Request::new(&method, &message.target).headers(&message.headers),
        Request::new(&message.method, &target).headers(&message.headers),
        Request::new(&message.method, &retargeted).headers(&resigned),
    ] {
        assert!(door.verify_with_keys(&tampered.body(&message.body), key, at).is_err());
    }
});
