//! No request makes signing or presigning panic, and what is signed is let in.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sigfour::{Reason, Refusal, Request, Signer, Verifier};
use sigfour_fuzz::{Message, REGION, credentials, now};

fuzz_target!(|message: Message| {
    let at = now().to_offset_date_time();
    let known = credentials("AKIDEXAMPLE", message.with_token).unwrap();
    let signer = Signer::new(message.service, REGION);
    let door = Verifier::new(message.service, REGION);
    let request = message.request();

    let signed = signer.sign(&request, &known, at);
    // The steps, to read, refuse what signing refuses.
    assert_eq!(signed.as_ref().err(), signer.steps(&request, &known, at).err().as_ref());
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
    if let Ok(presigned) = signer.presign(&request, &known, at, expires) {
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
        // A hash that the caller gave, which is not that of the body.
        Reason::PayloadMismatch { .. } | Reason::StreamingPayload => true,
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
