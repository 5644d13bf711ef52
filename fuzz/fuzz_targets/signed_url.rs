//! No request makes verifying panic, in either form; and one that is let in is refused with another method,
//! another target or another signature.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sigfour::{Request, SigningKey, Verifier};
use sigfour_fuzz::{Message, REGION, credentials, now};

fuzz_target!(|message: Message| {
    let at = now();
    // Any date will do, so that the fuzzer gets past the clock.
    let door = Verifier::new(message.service, REGION).clock_tolerance(Duration::MAX);
    let request = message.request();
    let claim = match door.read(&request, at) {
        Ok(claim) => claim,
        Err(refusal) => return drop(format!("{refusal} {refusal:?} {request:?}")),
    };
    let Some(known) = credentials(claim.access_key_id(), message.with_token) else { return };
    let key = SigningKey::derive(&known, &claim.scope());
    drop(format!("{claim:?} {:?}", claim.steps()));
    let Ok(verified) = claim.verify(&key) else { return };

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
        let tampered = tampered.body(&message.body);
        assert!(door.read(&tampered, at).and_then(|claim| claim.verify(&key)).is_err());
    }
});
