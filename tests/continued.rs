//! What follows a request is signed through the public surface: every chunk, trailer, event and policy of the vectors.
#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::{Map, Value};
use sigfour::{
    AmzDate, Credentials, Payload, PayloadHash, Request, Seed, Signature, Signer, SigningKey,
    StringToSign, Timestamp,
};

/// The input of each case that has expected values, the shared members laid under its own, and those values.
fn cases(file: &str) -> Vec<(Map<String, Value>, Value)> {
    let path = format!("{}/test-vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut cases = Vec::new();
    for group in file["groups"].as_array().unwrap() {
        for case in group["cases"].as_array().unwrap().iter().filter(|c| c["result"] != "invalid") {
            let mut input = group["shared"].as_object().unwrap().clone();
            input.extend(case["input"].as_object().unwrap().clone());
            input.insert("id".into(), case["id"].clone());
            cases.push((input, case["expected"].clone()));
        }
    }
    cases
}

fn text<'v>(input: &'v Map<String, Value>, name: &str) -> &'v str {
    input[name].as_str().unwrap_or_else(|| panic!("{name} of {}", input["id"]))
}

fn credentials(input: &Map<String, Value>) -> Credentials {
    let (id, secret) = (text(input, "access_key_id"), text(input, "secret_access_key"));
    match input.get("session_token").and_then(Value::as_str) {
        Some(token) => Credentials::temporary(id, secret, token).unwrap(),
        None => Credentials::new(id, secret).unwrap(),
    }
}

fn key(input: &Map<String, Value>, service: &str, at: impl Into<Timestamp>) -> SigningKey {
    Signer::new(service, text(input, "region")).key(&credentials(input), at).unwrap()
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let one = |part: &Value| part.as_str().unwrap().to_string();
    value.as_array().unwrap().iter().map(|pair| (one(&pair[0]), one(&pair[1]))).collect()
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut count) = (vec![], 0u32, 0);
    for byte in text.bytes().filter(|b| *b != b'=') {
        bits = bits << 6 | ALPHABET.iter().position(|b| *b == byte).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn chunk(value: &Value) -> Vec<u8> {
    match value.as_str() {
        Some(text) => base64(text),
        None => {
            vec![value["byte"].as_u64().unwrap() as u8; value["size"].as_u64().unwrap() as usize]
        }
    }
}

/// The lines that a trailer is signed as: names in lower case, values trimmed, sorted by name.
fn trailer(input: &Map<String, Value>) -> String {
    let mut pairs = pairs(&input["trailers"]);
    pairs.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase());
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect()
}

#[test]
fn every_chunk_and_trailer_of_the_vectors_is_signed_from_the_seed_that_signing_returns() {
    let (mut chunks, mut trailers, mut without) = (0, 0, 0);
    for (input, expected) in cases("chunks") {
        let id = text(&input, "id");
        let date = AmzDate::parse(text(&input, "timestamp")).unwrap();
        let headers = pairs(&input["headers"]);
        let declared = PayloadHash::parse(input["rules"]["payload"].as_str().unwrap()).unwrap();
        let request = Request::new(text(&input, "method"), text(&input, "target"))
            .headers(&headers)
            .payload(Payload::Hash(declared));
        let signer = Signer::new(text(&input, "service"), text(&input, "region"));
        let signed = signer.sign(&request, &credentials(&input), date).unwrap();
        assert_eq!(signed.signature().to_string(), expected["signature"], "{id}");

        let steps = expected["steps"].as_array().unwrap();
        let Some(seed) = signed.seed() else {
            assert!(steps.is_empty(), "{id}");
            without += 1;
            continue;
        };
        let mut seed = seed.clone();
        let mut data: Vec<_> =
            input.get("chunks").unwrap().as_array().unwrap().iter().map(chunk).collect();
        data.retain(|data| !data.is_empty());
        data.push(vec![]);
        let (of_chunks, of_trailer) = steps.split_at(data.len());
        for (data, step) in data.iter().zip(of_chunks) {
            assert_eq!(seed.chunk(data).to_string(), step["signature"], "{id}");
            chunks += 1;
        }
        assert_eq!(of_trailer.len(), usize::from(input.contains_key("trailers")), "{id}");
        for step in of_trailer {
            let lines = trailer(&input);
            assert_eq!(seed.trailer(lines.as_bytes()).to_string(), step["signature"], "{id}");
            trailers += 1;
        }
    }
    assert_eq!((chunks, trailers, without), (131, 11, 8));
}

#[test]
fn every_event_of_the_vectors_is_signed_past_midnight_too() {
    let (mut events, mut past_midnight) = (0, 0);
    for (input, expected) in cases("events") {
        let id = text(&input, "id");
        let of_input = input["events"].as_array().unwrap();
        let date = |event: &Value| AmzDate::new(event["epoch_seconds"].as_i64().unwrap()).unwrap();
        // The request's own date is not among the input: it is of the first event's day.
        let start = date(&of_input[0]);
        let previous = Signature::parse(text(&input, "seed_signature")).unwrap();
        let mut seed =
            Seed::new(&key(&input, text(&input, "service"), start), start, previous).unwrap();
        for (event, step) in of_input.iter().zip(expected["steps"].as_array().unwrap()) {
            // `:date`, of type 8, milliseconds.
            let milliseconds = event["epoch_seconds"].as_i64().unwrap() * 1000;
            let headers = [&b"\x05:date\x08"[..], &milliseconds.to_be_bytes()].concat();
            let payload = base64(event["payload"].as_str().unwrap());
            let signature = seed.event(date(event), &headers, &payload);
            assert_eq!(signature.to_string(), step["signature"], "{id}");
            assert_eq!(seed.signature(), &signature);
            events += 1;
            past_midnight += usize::from(date(event).day() != start.day());
        }
    }
    assert_eq!((events, past_midnight > 0), (51, true));
}

#[test]
fn every_policy_of_the_vectors_is_signed_as_it_is() {
    let mut policies = 0;
    for (input, expected) in cases("post_policy") {
        let date = AmzDate::parse(text(&input, "timestamp")).unwrap();
        let string = StringToSign::Policy(expected["string_to_sign"].as_str().unwrap());
        assert_eq!(string.to_string(), expected["string_to_sign"]);
        let signature = key(&input, "s3", date).sign(&string).unwrap();
        assert_eq!(signature.to_string(), expected["signature"], "{}", input["id"]);
        policies += 1;
    }
    assert_eq!(policies, 21);
}

#[test]
fn a_seed_of_another_day_is_refused() {
    let known = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let date = AmzDate::parse("20150830T123600Z").unwrap();
    let key = Signer::new("s3", "us-east-1").key(&known, date).unwrap();
    let signature = Signature::parse(&"0".repeat(64)).unwrap();
    let tomorrow = AmzDate::parse("20150831T000000Z").unwrap();
    assert_eq!(Seed::new(&key, tomorrow, signature).unwrap_err().code(), "KeyOutOfScope");
}

#[test]
fn a_text_that_is_no_policy_is_not_signed_as_one() {
    let known = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let signer = Signer::new("s3", "us-east-1");
    let key = signer.key(&known, 0).unwrap();
    // What a request's string to sign is: whoever signs policies for others would sign the request.
    let headers = [("Host", "bucket.s3.amazonaws.com")];
    let request = Request::new("DELETE", "/everything").headers(&headers);
    let string = signer.prepare(&request, &known, 0).unwrap().string_to_sign().to_string();
    for text in [&*string, "", "====", "e30", "e30=\n", "e3 0", "e30-", "é30=", "e=30"] {
        let refused = key.sign(&StringToSign::Policy(text)).unwrap_err();
        assert_eq!(refused.code(), "InvalidPolicy", "{text:?}");
        let none = Signature::parse(&"0".repeat(64)).unwrap();
        assert!(!key.verify(&StringToSign::Policy(text), &none));
    }
    assert!(key.sign(&StringToSign::Policy("e30=")).is_ok());
}
