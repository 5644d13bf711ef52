//! Large requests are explained in n log n steps: with quadratic ones, each of these takes over ten seconds.

use sigfour::explain::{Explainer, ServerView};
use sigfour::{AmzDate, Credentials, Request, Signer};

const COUNT: usize = 40_000;

/// Explains a request that was signed with another secret, so that every mistake is tried, with a server that saw
/// another value of one header.
fn explained(target: &str, headers: &[(String, String)]) -> [String; 3] {
    let now = AmzDate::parse("20150830T123600Z").unwrap();
    let known = Credentials::new("AKIDEXAMPLE", "a secret").unwrap();
    let other = Credentials::new("AKIDEXAMPLE", "another secret").unwrap();
    let request = Request::new("GET", target).headers(headers);
    let signer = Signer::new("execute-api", "us-east-1");
    let prepared = signer.prepare(&request, &known, now).unwrap();
    let signed = prepared.sign(&signer.key(&known, now).unwrap()).unwrap();
    let mut sent = headers.to_vec();
    sent.extend(signed.headers().map(|(name, value)| (name.into(), value.into())));
    let request = Request::new("GET", target).headers(&sent);

    let canonical = prepared.canonical_request().replace("host:example.com", "host:other.com");
    let message =
        format!("The Canonical String for this request should have been\n'{canonical}'\n");
    let server = ServerView::of_message("InvalidSignatureException", &message);
    let of = |explainer: Explainer<'_>| explainer.explain().cause().unwrap().code().to_string();
    [
        of(Explainer::new(&request).credentials(&other)),
        of(Explainer::new(&request).server(&server)),
        of(Explainer::new(&request).credentials(&known).server(&server)),
    ]
}

fn host() -> (String, String) {
    ("Host".into(), "example.com".into())
}

#[test]
fn many_headers_are_explained() {
    let numbered = (0..COUNT).map(|n| (format!("x-header-{n}"), format!("  value  {n}")));
    let headers: Vec<_> = numbered.chain([host()]).collect();
    assert_eq!(explained("/", &headers), ["NotSignedAsGiven", "HostChanged", "HostChanged"]);
}

#[test]
fn many_parameters_are_explained() {
    let pairs: Vec<_> = (0..COUNT).map(|n| format!("name%2b{n}=a+{n}")).collect();
    let causes = explained(&format!("/?{}", pairs.join("&")), &[host()]);
    assert_eq!(causes, ["NotSignedAsGiven", "HostChanged", "HostChanged"]);
}

#[test]
fn many_tokens_are_hidden() {
    let pairs: Vec<_> = (0..COUNT).map(|n| format!("X-Amz-Security-Token=token{n:08}")).collect();
    let causes = explained(&format!("/?{}", pairs.join("&")), &[host()]);
    assert_eq!(causes, ["TokenDiffers", "HostChanged", "TokenDiffers"]);
}
