//! Requests with many headers, parameters and tokens. Nothing here measures time: a look at each of them for each of
//! them would take these tests minutes in a debug build, where they take seconds.

use sigfour::explain::{Explainer, ServerView};
use sigfour::{AmzDate, Credentials, Signer, Timestamp, Verifier};

use crate::mistake::{over, request, rewritten, sha256};
use crate::wire::Call;

const MANY: usize = 40_000;

fn keys(secret: &str) -> Credentials {
    Credentials::temporary("ASIAEXAMPLE", secret, "aSessionToken/of+some-length==").unwrap()
}

fn now() -> Timestamp {
    AmzDate::parse("20150830T123600Z").unwrap().timestamp()
}

fn signed(target: &str, headers: impl Iterator<Item = (String, String)>) -> Call {
    let host = [("host".to_string(), "example.com".to_string())];
    let headers = host.into_iter().chain(headers).collect();
    let call = Call { method: "GET".into(), target: target.into(), headers, body: vec![] };
    call.sign("execute-api", "us-east-1", &keys("secret"), now())
}

/// The server's view, in which it has another canonical request.
fn view(call: &Call, from: &str, to: &str) -> ServerView {
    let steps = Verifier::new("execute-api", "us-east-1").steps(&request(call)).unwrap();
    let mut view = ServerView::default();
    view.code = "SignatureDoesNotMatch".into();
    view.canonical_request = Some(steps.canonical_request.replacen(from, to, 1));
    view
}

fn code(call: &Call, secret: &str, server: Option<&ServerView>) -> String {
    let (request, credentials) = (request(call), keys(secret));
    let mut explainer = Explainer::new(&request).credentials(&credentials);
    if let Some(server) = server {
        explainer = explainer.server(server);
    }
    let explanation = explainer.explain();
    assert!(explanation.canonical_request().len() > MANY);
    explanation.cause().map_or("nothing", |cause| cause.code()).into()
}

#[test]
fn many_headers_are_explained() {
    let headers = (0..MANY).map(|n| (format!("x-{n}"), format!("a  {n}")));
    let call = signed("/a%20b", headers);
    assert_eq!(code(&call, "secret", None), "nothing");
    assert_eq!(code(&call, "another", None), "NotSignedAsGiven");
    let spaces = view(&call, "\nx-999:a 999\n", "\nx-999:a999\n");
    assert_eq!(code(&call, "secret", Some(&spaces)), "HeaderSpaces");
    assert_eq!(code(&call, "another", Some(&spaces)), "HeaderSpaces");
}

#[test]
fn many_parameters_are_explained() {
    let pairs: Vec<_> = (0..MANY).rev().map(|n| format!("p{}={n}", n % 1000)).collect();
    let call = signed(&format!("/?{}", pairs.join("&")), std::iter::empty());
    assert_eq!(code(&call, "another", None), "NotSignedAsGiven");
    let less = view(&call, "p1=1001&", "");
    assert_eq!(code(&call, "secret", Some(&less)), "QueryRemoved");

    // Signed in the order in which it is sent.
    let signer = Signer::new("execute-api", "us-east-1");
    let unsigned = Call { headers: call.headers[..1].to_vec(), ..call.clone() };
    let (unsigned, credentials) = (request(&unsigned), keys("secret"));
    let prepared = signer.prepare(&unsigned, &credentials, now()).unwrap();
    let canonical = prepared.canonical_request();
    let sorted = canonical.split('\n').nth(2).unwrap();
    let digest = sha256(&canonical.replacen(sorted, &pairs.join("&"), 1));
    let key = signer.key(&credentials, now()).unwrap();
    let right = key.sign(&prepared.string_to_sign()).unwrap().to_string();
    let wrong = key.sign(&over(&prepared, &digest)).unwrap().to_string();
    let call = rewritten(call, "authorization", &right, &wrong);
    assert_eq!(code(&call, "secret", None), "SignedQueryOrder");
}

#[test]
fn many_tokens_are_explained() {
    let tokens: Vec<_> = (0..MANY).map(|n| format!("X-Amz-Security-Token=token-{n:06}")).collect();
    let headers = (0..MANY).map(|n| (format!("x-{n}"), format!("token-{n:06}")));
    let call = signed(&format!("/?{}", tokens.join("&")), headers);
    assert_eq!(code(&call, "secret", None), "nothing");
    let request = request(&call);
    let text = format!("{:?}", Explainer::new(&request).explain());
    assert!(!text.contains("token-0"), "a token is shown");
}
