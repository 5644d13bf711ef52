//! The Authorization header, as clients in use write it.

use sigfour::{Authorization, Credentials, Reason};

use crate::wire::{SECRET, Wire, user};

const CREDENTIAL: &str = "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request";
const NAMES: &str = "SignedHeaders=host;x-amz-date";
const SIGNATURE: &str =
    "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

#[test]
fn spaces_after_the_commas_and_the_order_of_the_fields_do_not_count() {
    let usual = format!("AWS4-HMAC-SHA256 {CREDENTIAL}, {NAMES}, {SIGNATURE}");
    let wanted = Authorization::parse(&usual).unwrap();
    assert_eq!(wanted.to_string(), usual);
    for other in [
        format!("AWS4-HMAC-SHA256 {CREDENTIAL},{NAMES},{SIGNATURE}"),
        format!("AWS4-HMAC-SHA256 {SIGNATURE}, {CREDENTIAL},{NAMES}"),
        format!("AWS4-HMAC-SHA256   {NAMES} , {SIGNATURE} ,  {CREDENTIAL}"),
        format!("  {usual}\t"),
    ] {
        assert_eq!(Authorization::parse(&other).as_ref(), Ok(&wanted), "{other}");
    }
}

#[test]
fn what_it_says_is_read_out_field_by_field() {
    let text = format!("AWS4-HMAC-SHA256 {CREDENTIAL}, {NAMES}, {SIGNATURE}");
    let authorization = Authorization::parse(&text).unwrap();
    assert_eq!(authorization.access_key_id(), "AKIDEXAMPLE");
    assert_eq!(authorization.scope().to_string(), "20150830/us-east-1/iam/aws4_request");
    assert_eq!(authorization.signed_headers(), "host;x-amz-date");
    assert_eq!(format!("Signature={}", authorization.signature()), SIGNATURE);
}

#[test]
fn every_field_must_be_there_once() {
    let fields = [CREDENTIAL, NAMES, SIGNATURE];
    for left_out in 0..3 {
        let kept: Vec<_> = (0..3).filter(|n| *n != left_out).map(|n| fields[n]).collect();
        let text = format!("AWS4-HMAC-SHA256 {}", kept.join(", "));
        let name = fields[left_out].split_once('=').unwrap().0;
        let missing = Reason::MissingField { name: name.into() };
        assert_eq!(Authorization::parse(&text), Err(missing));
        let text = format!("AWS4-HMAC-SHA256 {}, {}", fields.join(", "), fields[left_out]);
        let repeated = Reason::RepeatedField { name: name.into() };
        assert_eq!(Authorization::parse(&text), Err(repeated));
    }
}

#[test]
fn an_access_key_id_may_hold_slashes_and_colons() {
    for id in ["test:tester", "a/b", "a/20150830/us-east-1/iam/aws4_request", "a=b;c", "/"] {
        let known = Credentials::new(id, SECRET).unwrap();
        for wire in [Wire::in_header("s3", known.clone()), Wire::in_query("s3", known)] {
            assert_eq!(wire.verify(), Ok(()), "{id} {}", wire.target);
        }
    }
}

#[test]
fn hosts_with_ports_and_addresses_are_signed_as_they_are_sent() {
    for host in ["example.com:8443", "[2001:db8::1]", "[::1]:8443", "127.0.0.1:9000"] {
        let unsigned = Wire::unsigned("s3", user()).set("Host", host);
        for wire in [unsigned.clone().sign(), unsigned.presign()] {
            assert_eq!(wire.verify(), Ok(()), "{host}");
            let other = host.rsplit_once(':').unwrap_or((host, "")).0;
            assert_ne!(wire.set("Host", other).verify(), Ok(()), "{host}");
        }
    }
}
