//! A client that uploads in signed chunks, and a gateway that verifies them as they come.

use sigfour::{Payload, PayloadHash, Request, Seed, Signature, Signer, Streaming, Verifier};

use crate::{credentials, now};

const STREAMED: Payload<'static> = Payload::Hash(PayloadHash::Streaming(Streaming::Signed));
const CHUNKS: [&[u8]; 3] = [b"first", b"second", b""];

/// The headers of a signed upload, and the signature of each chunk.
fn upload() -> (Vec<(String, String)>, Vec<Signature>) {
    let headers = [("host", "bucket.s3.amazonaws.com"), ("x-amz-decoded-content-length", "11")];
    let request = Request::new("PUT", "/key").headers(&headers).payload(STREAMED);
    let signed = Signer::new("s3", "us-east-1")
        .sign(&request, &credentials("secret"), now())
        .expect("a signature");
    // The seed is owned: it goes to the thread that sends the body.
    let mut seed = signed.seed().expect("a streamed payload").clone();
    let chunks = std::thread::spawn(move || CHUNKS.map(|data| seed.chunk(data)).to_vec());
    let all = headers.into_iter().chain(signed.headers());
    let headers = all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (headers, chunks.join().expect("a thread"))
}

/// The start of the chain, as a server that verified the request has it.
fn received(headers: &Vec<(String, String)>) -> Seed {
    let request = Request::new("PUT", "/key").headers(headers).payload(STREAMED);
    let known = credentials("secret");
    let verified = Verifier::new("s3", "us-east-1")
        .verify(&request, |_| Some(known), now())
        .expect("a valid signature");
    verified.seed().expect("a streamed payload").clone()
}

#[test]
fn chunks_are_verified_from_the_seed_that_verifying_returns() {
    let (headers, signatures) = upload();
    let mut seed = received(&headers);
    for (data, signature) in CHUNKS.into_iter().zip(&signatures) {
        assert_eq!(&seed.chunk(data), signature);
    }
}

#[test]
fn a_chunk_changed_or_moved_breaks_the_chain() {
    let (headers, signatures) = upload();
    assert_ne!(received(&headers).chunk(b"First"), signatures[0]);
    assert_ne!(received(&headers).chunk(b"second"), signatures[1]);
}

#[test]
fn a_gateway_goes_on_from_a_signature_that_it_was_given() {
    let (_, signatures) = upload();
    let signer = Signer::new("s3", "us-east-1");
    let key = signer.key(&credentials("secret"), now()).expect("a key");
    let mut seed = Seed::new(&key, now(), signatures[0].clone()).expect("the key's day");
    assert_eq!(seed.chunk(CHUNKS[1]), signatures[1]);
}
