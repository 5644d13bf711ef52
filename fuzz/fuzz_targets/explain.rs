//! No request and no answer of a server makes an explanation panic, and none shows the secret.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigfour::Signer;
use sigfour::client::Answer;
use sigfour::explain::{Explainer, ServerView};
use sigfour_fuzz::{Message, REGION, SECRET, credentials, now};

fuzz_target!(|input: &[u8]| {
    let [choice, text @ ..] = input else { return };
    let mut parts = text.splitn(2, |byte| *byte == 0);
    let mut message = Message::read(*choice, parts.next().unwrap_or_default());
    let answer = parts.next().unwrap_or_default();

    let known = credentials("AKIDEXAMPLE", message.with_token).unwrap();
    let at = now();
    // One that is not signed yet gets further when it is.
    if let Ok(signed) = Signer::new(message.service, REGION).sign(&message.request(), &known, at) {
        let added = signed.headers().map(|(name, value)| (name.to_string(), value.into()));
        message.headers.extend(added);
    }
    let server = ServerView::of_answer(&Answer::new(403, Vec::new(), answer.to_vec()));
    let request = message.request();
    let explanation = Explainer::new(&request).credentials(&known).server(&server).explain();
    let cause = explanation.cause().map(ToString::to_string);
    if !message.target.contains(SECRET) && !String::from_utf8_lossy(input).contains(SECRET) {
        assert!(!format!("{explanation:?} {cause:?}").contains(SECRET));
    }
});
