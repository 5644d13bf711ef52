//! A program that holds its headers in an `http::HeaderMap`, or in a type of its own.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use sigfour::{HeaderList, Headers, Request, Signer, Verifier};

use crate::{credentials, now};

fn header_map() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static("example.com"));
    headers.append("x-amz-meta-tag", HeaderValue::from_static("one"));
    headers.append("x-amz-meta-tag", HeaderValue::from_bytes(b"tw\xf6").expect("a value"));
    headers
}

#[test]
fn a_header_map_is_signed_and_verified_as_it_is() {
    let known = credentials("secret");
    let mut headers = header_map();
    let request = Request::new("GET", "/?n=1").headers(&headers);
    let signed =
        Signer::new("execute-api", "eu-west-1").sign(&request, &known, now()).expect("a signature");
    assert_eq!(signed.signed_headers(), "host;x-amz-date;x-amz-meta-tag");
    for (name, value) in signed.headers() {
        headers.insert(HeaderName::from_static(name), value.parse().expect("a value"));
    }

    let verifier = Verifier::new("execute-api", "eu-west-1");
    let verify = |headers: &HeaderMap| {
        let received = Request::new("GET", "/?n=1").headers(headers).body(b"");
        verifier.verify(&received, |_| Some(known.clone()), now()).map(|v| v.date())
    };
    assert_eq!(verify(&headers).expect("a valid signature"), now());
    headers.append("x-amz-meta-tag", HeaderValue::from_static("three"));
    assert_eq!(
        verify(&headers).expect_err("an added value").reason.code(),
        "SignatureDoesNotMatch"
    );
}

/// Headers that are made up as they are visited.
struct Numbered(Vec<String>);

impl HeaderList for Numbered {
    fn visit<'s>(&'s self, visitor: &mut dyn FnMut(&'s str, &'s [u8])) {
        visitor("host", b"example.com");
        self.0.iter().for_each(|value| visitor("x-amz-meta-number", value.as_bytes()));
    }
}

#[test]
fn a_list_of_ones_own_gives_the_same_signature_as_a_slice() {
    let known = credentials("secret");
    let list = Numbered(vec!["1".into(), "2".into()]);
    let slice = [("host", "example.com"), ("x-amz-meta-number", "1"), ("x-amz-meta-number", "2")];
    let sign = |headers: Headers<'_>| {
        let request = Request::new("PUT", "/").headers(headers).body(b"body");
        let signer = Signer::new("s3", "eu-west-1");
        signer.sign(&request, &known, now()).expect("a signature").authorization().to_owned()
    };
    assert_eq!(sign(Headers::from_list(&list)), sign((&slice).into()));
}
