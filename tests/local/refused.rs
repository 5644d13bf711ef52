//! Every way to refuse a signature, in the words of each service.

use std::time::Duration;

use sigfour::Credentials;
use sigfour::local::LocalAws;

use crate::wire::{Call, assume_role, connect, form, sign, start, sts_call};

/// Every way to refuse a signature: how the call is made, and what each service says.
struct Refused {
    name: &'static str,
    make: fn(&LocalAws, Call, &str) -> Call,
    status: u16,
    sts_code: &'static str,
    lambda_error_type: &'static str,
    message: &'static str,
}

/// Replaces what the Authorization header has.
fn rewrite(mut call: Call, from: &str, to: &str) -> Call {
    let header = call.headers.iter_mut().find(|(name, _)| name == "authorization").unwrap();
    assert!(header.1.contains(from), "{}", header.1);
    header.1 = header.1.replace(from, to);
    call
}

fn without(mut call: Call, name: &str) -> Call {
    call.headers.retain(|(n, _)| n != name);
    call
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
                        Check your AWS Secret Access Key and signing method. Consult the service \
                        documentation for details.";

const REFUSED: &[Refused] = &[
    Refused {
        name: "another secret",
        make: |aws, call, service| {
            let c = assume_role(aws);
            let token = c.session_token().unwrap();
            let c = Credentials::temporary(c.access_key_id(), "another", token).unwrap();
            call.sign(service, aws.region(), &c, aws.now())
        },
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: MISMATCH,
    },
    Refused {
        name: "an unknown key",
        make: |aws, call, service| {
            let c = Credentials::new("AKIAUNKNOWN", "secret").unwrap();
            call.sign(service, aws.region(), &c, aws.now())
        },
        status: 403,
        sts_code: "InvalidClientTokenId",
        lambda_error_type: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
    },
    Refused {
        name: "no session token",
        make: |aws, call, service| {
            let c = assume_role(aws);
            let c = Credentials::new(c.access_key_id(), c.expose_secret_access_key()).unwrap();
            call.sign(service, aws.region(), &c, aws.now())
        },
        status: 403,
        sts_code: "InvalidClientTokenId",
        lambda_error_type: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
    },
    Refused {
        name: "another region",
        make: |aws, call, service| call.sign(service, "us-west-2", &assume_role(aws), aws.now()),
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: "Credential should be scoped to a valid region.",
    },
    Refused {
        name: "another service",
        make: |aws, call, _| call.sign("s3", aws.region(), &assume_role(aws), aws.now()),
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: "Credential should be scoped to correct service: '",
    },
    Refused {
        name: "a day that is not the date's",
        make: |aws, call, service| {
            let day = aws.now() - Duration::from_secs(24 * 60 * 60);
            let call = call.sign(service, aws.region(), &assume_role(aws), day);
            let now = sigfour::AmzDate::new(aws.now()).unwrap();
            let call = without(call, "x-amz-date");
            call.header("x-amz-date", now.as_str())
        },
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: "Date in Credential scope does not match YYYYMMDD",
    },
    Refused {
        name: "no signature in the header",
        make: |aws, call, service| rewrite(sign(aws, call, service), ", Signature=", ", Sig="),
        status: 400,
        sts_code: "IncompleteSignature",
        lambda_error_type: "IncompleteSignatureException",
        message: "the authorization's part \"Sig\" can't be read",
    },
    Refused {
        name: "no signed headers",
        make: |aws, call, service| {
            let call = sign(aws, call, service);
            let (_, value) = call.headers.iter().find(|(n, _)| n == "authorization").unwrap();
            let from = value.find("SignedHeaders").unwrap();
            let to = value.find("Signature=").unwrap();
            let cut = value[from..to].to_string();
            rewrite(call, &cut, "")
        },
        status: 400,
        sts_code: "IncompleteSignature",
        lambda_error_type: "IncompleteSignatureException",
        message: "Authorization header requires 'SignedHeaders' parameter.",
    },
    Refused {
        name: "another algorithm",
        make: |aws, call, service| rewrite(sign(aws, call, service), "HMAC-SHA256", "HMAC-MD5"),
        status: 400,
        sts_code: "IncompleteSignature",
        lambda_error_type: "IncompleteSignatureException",
        message: "Unsupported AWS 'algorithm': 'AWS4-HMAC-MD5'.",
    },
    Refused {
        name: "no date",
        make: |aws, call, service| without(sign(aws, call, service), "x-amz-date"),
        status: 400,
        sts_code: "IncompleteSignature",
        lambda_error_type: "IncompleteSignatureException",
        message: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    },
    Refused {
        name: "two Authorization headers",
        make: |aws, call, service| {
            sign(aws, call, service).header("authorization", "AWS4-HMAC-SHA256")
        },
        status: 400,
        sts_code: "IncompleteSignature",
        lambda_error_type: "IncompleteSignatureException",
        message: "there is more than one Authorization header",
    },
    Refused {
        name: "an x-amz header that is not signed",
        make: |aws, call, service| sign(aws, call, service).header("x-amz-meta-more", "1"),
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: "'x-amz-meta-more' must be a 'SignedHeader' in the AWS Authorization.",
    },
    Refused {
        name: "a signed header that is gone",
        make: |aws, call, service| {
            without(sign(aws, call.header("x-extra", "1"), service), "x-extra")
        },
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: MISMATCH,
    },
    Refused {
        name: "a body that is not that of x-amz-content-sha256",
        make: |aws, call, service| {
            let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
            let call = call.header("x-amz-content-sha256", digest).body("");
            sign(aws, call, service).body("more")
        },
        status: 403,
        sts_code: "SignatureDoesNotMatch",
        lambda_error_type: "InvalidSignatureException",
        message: MISMATCH,
    },
];

#[test]
fn each_refusal_of_sts_has_awss_code_in_xml_and_in_json() {
    let aws = start();
    for refused in REFUSED {
        let call = sts_call(&aws, &form("GetCallerIdentity", &[]));
        let xml = (refused.make)(&aws, call.clone(), "sts").send(&aws.sts_url());
        assert_eq!(xml.status, refused.status, "{}", refused.name);
        assert_eq!(xml.header("content-type"), "text/xml", "{}", refused.name);
        assert!(xml.body.starts_with("<ErrorResponse xmlns="), "{}", xml.body);
        assert_eq!(xml.xml("Code"), refused.sts_code, "{}", refused.name);
        assert_eq!(xml.xml("Type"), "Sender", "{}", refused.name);
        assert!(xml.xml("Message").starts_with(refused.message), "{}: {}", refused.name, xml.body);

        let call = call.header("accept", "application/json");
        let json = (refused.make)(&aws, call, "sts").send(&aws.sts_url());
        assert_eq!(json.status, refused.status, "{}", refused.name);
        let error = &json.json()["Error"];
        assert_eq!(error["Code"], refused.sts_code, "{}", refused.name);
        let message = error["Message"].as_str().unwrap();
        assert!(message.starts_with(refused.message), "{}: {message}", refused.name);
    }
}

#[test]
fn each_refusal_of_the_function_url_has_lambdas_error_type() {
    let aws = start();
    let url = aws.function_url();
    for refused in REFUSED {
        let reply =
            (refused.make)(&aws, Call::new(&url, "POST", "/a?b=c").body("{}"), "lambda").send(&url);
        assert_eq!(reply.status, refused.status, "{}", refused.name);
        let error_type = reply.header("x-amzn-errortype");
        assert_eq!(error_type, refused.lambda_error_type, "{}", refused.name);
        let answer = reply.json();
        let message = answer["message"].as_str().unwrap();
        assert!(message.starts_with(refused.message), "{}: {message}", refused.name);
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
    }
}

#[test]
fn a_wrong_signature_is_answered_with_what_should_have_been_signed() {
    let aws = start();
    let url = aws.function_url();
    let good = sign(&aws, Call::new(&url, "GET", "/a%20b?x=%3C%26"), "lambda");
    let mut bad = good.clone();
    bad.target = "/a%20b?x=%3C%27".into();
    let message = bad.send(&url).json()["message"].as_str().unwrap().to_string();
    assert!(message.contains("\n\nThe Canonical String for this request should have been\n'GET\n/a%2520b\nx=%3C%27\nhost:127.0.0.1:"), "{message}");
    assert!(
        message.contains("\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n"),
        "{message}"
    );
    assert!(message.ends_with("'\n"), "{message}");

    let call = sts_call(&aws, &form("GetCallerIdentity", &[])).header("x-odd", "<&\"'>");
    let call = call.sign("sts", aws.region(), &aws.credentials(), aws.now()).body("Action=Other");
    let reply = call.send(&aws.sts_url());
    assert!(reply.body.contains("x-odd:&lt;&amp;&quot;&apos;&gt;\n"), "{}", reply.body);
}

#[test]
fn a_single_changed_byte_is_refused() {
    let aws = start();
    let url = aws.function_url();
    let call =
        Call::new(&url, "POST", "/path?name=value").header("x-amz-meta-a", "abc").body("body");
    let call = sign(&aws, call, "lambda");
    let mut stream = connect(&url);
    assert_eq!(call.send_on(&mut stream).status, 200);
    let mut refused = |changed: Call, what: &str| {
        let status = changed.send_on(&mut stream).status;
        assert!(matches!(status, 400 | 403), "{what}: {status}");
    };
    for at in 0..call.body.len() {
        let mut changed = call.clone();
        changed.body[at] ^= 1;
        refused(changed, &format!("byte {at} of the body"));
    }
    for at in 1..call.target.len() {
        let mut changed = call.clone();
        let other = if changed.target.as_bytes()[at] == b'x' { "y" } else { "x" };
        changed.target.replace_range(at..=at, other);
        refused(changed, &format!("byte {at} of the target"));
    }
    for n in 0..call.headers.len() {
        for at in 0..call.headers[n].1.len() {
            let mut changed = call.clone();
            let value = &mut changed.headers[n].1;
            let other = if value.as_bytes()[at] == b'7' { "8" } else { "7" };
            value.replace_range(at..=at, other);
            refused(changed, &format!("byte {at} of {}", call.headers[n].0));
        }
    }
    let mut changed = call;
    changed.method = "PUT".into();
    refused(changed, "the method");
}
