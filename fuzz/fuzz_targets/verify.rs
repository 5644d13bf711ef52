//! A signature is moved to a request that differs in a few bytes: it is let in only if both mean the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigfour::{Request, Signer, Verifier};
use sigfour_fuzz::meaning::Meaning;
use sigfour_fuzz::{Message, REGION, credentials, now};

fuzz_target!(|input: &[u8]| {
    let [choice, edit, high, low, byte, text @ ..] = input else { return };
    let place = usize::from(u16::from_be_bytes([*high, *low]));
    let sent = Message::read(*choice, text);
    let received = Message::read(*choice, &edited(text, *edit, place, *byte));

    let at = now();
    let known = credentials("AKIDEXAMPLE", sent.with_token).unwrap();
    let signer = Signer::new(sent.service, REGION);
    let Ok(signed) = signer.sign(&sent.request(), &known, at) else { return };
    let added = |message: &Message| {
        let mut message = message.clone();
        let headers = signed.headers();
        message.headers.extend(headers.map(|(name, value)| (name.into(), value.into())));
        message
    };
    let (sent, received) = (added(&sent), added(&received));

    let request = Request::new(&received.method, &received.target);
    let request = request.headers(&received.headers).body(&received.body);
    let door = Verifier::new(received.service, REGION);
    if door.verify(&request, |_| Some(known.clone()), at).is_ok() {
        let names = signed.signed_headers();
        assert_eq!(Meaning::of(&sent, names), Meaning::of(&received, names));
    }
});

/// The text with one change: a byte replaced, put in, taken out, its case or its escape changed, or cut in two
/// parts that change places.
fn edited(text: &[u8], edit: u8, place: usize, byte: u8) -> Vec<u8> {
    let mut out = text.to_vec();
    let place = place % (out.len() + 1);
    let at = out.get(place).copied();
    match (edit % 6, at) {
        (0, Some(_)) => out[place] = byte,
        (1, _) => out.insert(place, byte),
        (2, Some(_)) => drop(out.remove(place)),
        (3, Some(at)) => out[place] = at ^ 0x20,
        (4, Some(at)) => drop(out.splice(place..=place, format!("%{at:02X}").into_bytes())),
        (_, _) => out.rotate_left(place),
    }
    out
}
