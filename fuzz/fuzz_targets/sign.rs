//! No request makes signing or presigning panic, and what is signed is let in.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sigfour::{Reason, Refusal, Request, Signer, Verifier};
use sigfour_fuzz::{Message, REGION, credentials, now};

fuzz_target!(|message: Message| {
    let at = now();
    let known = credentials("AKIDEXAMPLE", message.with_token).unwrap();
    let signer = Signer::new(message.service, REGION);
    let door = Verifier::new(message.service, REGION);
    let request = message.request();

    let signed = signer.sign(&request, &known, at);
    // In two steps it is the same signature, or refused alike.
    let key = signer.key(&known, at).unwrap();
    let prepared = signer.prepare(&request, &known, at).and_then(|prepared| prepared.sign(&key));
    assert_eq!(
        signed.as_ref().map(|signed| signed.authorization()),
        prepared.as_ref().map(|signed| signed.authorization())
    );
    if let Ok(signed) = signed {
        let mut headers = message.headers.clone();
        headers.extend(signed.headers().map(|(name, value)| (name.into(), value.into())));
        let received = Request::new(&message.method, &message.target);
        let received = received.headers(&headers).body(&message.body);
        judge(&message, door.verify(&received, |_| Some(known.clone()), at).err());
    }

    // A life from the body's first bytes: mostly within the seven days.
    let seconds =
        message.body.iter().take(3).fold(0, |number, byte| number << 8 | u64::from(*byte));
    let expires = Duration::from_secs(seconds % 604_802);
    let presigned = signer.presign(&request, &known, at, expires);
    let prepared = signer.prepare_url(&request, &known, at, expires);
    let prepared = prepared.and_then(|prepared| prepared.sign(&key));
    assert_eq!(
        presigned.as_ref().map(|presigned| presigned.target()),
        prepared.as_ref().map(|presigned| presigned.target())
    );
    if let Ok(presigned) = presigned {
        assert!(
            presigned
                .target()
                .trim_start_matches('/')
                .starts_with(message.target.trim_start_matches('/'))
        );
        let received = Request::new(&message.method, presigned.target());
        let received = received.headers(&message.headers).body(&message.body);
        judge(&message, door.verify(&received, |_| Some(known.clone()), at).err());
    }
});

/// A signer takes the caller's word for what only the verifier can tell; anything else must be let in.
fn judge(message: &Message, refusal: Option<Refusal>) {
    let Some(refusal) = refusal else { return };
    let has = |name: &str| message.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
    let expected = match &refusal.reason {
        // What the caller gave for the body: a name that the verifier does not take.
        Reason::StreamingPayload | Reason::UnsignedPayload => {
            has("x-amz-content-sha256") || message.target.contains('?')
        }
        // Beyond what a verifier reads: signing adds four headers and eight parameters at most.
        Reason::TooManyHeaders { limit } => message.headers.len() + 4 > *limit,
        Reason::TooManyParameters { limit } => message.target.matches('&').count() + 9 > *limit,
        Reason::TargetTooLong { limit } => message.target.len() + 1000 > *limit,
        // A token that the caller gave, of credentials without one.
        Reason::WrongSessionToken => {
            has("x-amz-security-token")
                || has("x-amz-s3session-token")
                || message.target.contains('?')
        }
        // Any number of `Date` headers can be signed, and no more than one can be meant.
        Reason::RepeatedField { name } => name == "date",
        _ => false,
    };
    assert!(expected, "{refusal:?}");
}
