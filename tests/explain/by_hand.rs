//! Mistakes that the loopback AWS can't be led to show: it knows each key's token, and sorts. The server's strings are
//! written down here.

use sigfour::explain::{Explainer, Explanation, ServerView};
use sigfour::{AmzDate, Credentials, Request, Signer, Timestamp};

use crate::mistake::{at, over, request, sha256};
use crate::wire::Call;

const TOKEN: &str = "aSessionToken/of+some-length==";

fn temporary(token: &str) -> Credentials {
    Credentials::temporary("ASIAEXAMPLE", "secret", token).unwrap()
}

fn now() -> Timestamp {
    AmzDate::parse("20150830T123600Z").unwrap().timestamp()
}

fn call(target: &str) -> Call {
    let headers = vec![("host".into(), "example.com".into())];
    Call { method: "GET".into(), target: target.into(), headers, body: vec![] }
}

fn signed(credentials: &Credentials) -> Call {
    call("/?b=1&a=2").sign("execute-api", "us-east-1", credentials, now())
}

/// The server's view, in which it has another canonical request than the signer's.
fn view(call: &Call, credentials: &Credentials, change: impl Fn(&str) -> String) -> ServerView {
    let signer = Signer::new("execute-api", "us-east-1");
    let unsigned = Call { headers: call.headers[..1].to_vec(), ..call.clone() };
    let unsigned = request(&unsigned);
    let prepared = signer.prepare(&unsigned, credentials, now()).unwrap();
    let canonical_request = change(&prepared.canonical_request());
    let mut view = ServerView::default();
    view.code = "SignatureDoesNotMatch".into();
    view.string_to_sign = Some(over(&prepared, &sha256(&canonical_request)).to_string());
    view.canonical_request = Some(canonical_request);
    view
}

fn explain(
    call: &Call,
    credentials: Option<&Credentials>,
    server: Option<&ServerView>,
) -> Explanation {
    let request = request(call);
    let mut explainer = Explainer::new(&request);
    if let Some(credentials) = credentials {
        explainer = explainer.credentials(credentials);
    }
    if let Some(server) = server {
        explainer = explainer.server(server);
    }
    explainer.explain()
}

fn code(explanation: &Explanation) -> &str {
    explanation.cause().map_or("nothing", |cause| cause.code())
}

#[test]
fn without_credentials_a_server_that_agrees_leaves_two_causes() {
    let keys = temporary(TOKEN);
    let call = signed(&keys);
    let server = view(&call, &keys, |text| text.to_string());
    assert_eq!(code(&explain(&call, None, Some(&server))), "SecretOrSigner");
    assert_eq!(code(&explain(&call, Some(&keys), Some(&server))), "WrongSecret");
    let other = Credentials::temporary("ASIAEXAMPLE", "another", TOKEN).unwrap();
    assert_eq!(code(&explain(&call, Some(&other), Some(&server))), "NotSignedAsGiven");
}

#[test]
fn another_token_than_that_of_the_credentials_is_told_without_a_server() {
    let keys = temporary(TOKEN);
    let call = signed(&keys);
    assert_eq!(explain(&call, Some(&keys), None).cause(), None);
    let other = explain(&call, Some(&temporary("anotherSessionToken")), None);
    assert_eq!((code(&other), other.signature_holds()), ("TokenDiffers", Some(true)));
    // And in the query.
    let unsigned = self::call("/a");
    let minute = std::time::Duration::from_secs(60);
    let signer = Signer::new("execute-api", "us-east-1");
    let presigned = signer.presign(&request(&unsigned), &keys, now(), minute).unwrap();
    let presigned = at(unsigned, presigned.target());
    assert_eq!(explain(&presigned, Some(&keys), None).cause(), None);
    let other = explain(&presigned, Some(&temporary("anotherSessionToken")), None);
    assert_eq!(code(&other), "TokenDiffers");
}

#[test]
fn a_token_and_an_order_that_the_server_has_otherwise_are_told() {
    let keys = temporary(TOKEN);
    let call = signed(&keys);
    let token = view(&call, &keys, |text| text.replace(TOKEN, "anotherSessionToken"));
    let explanation = explain(&call, Some(&keys), Some(&token));
    assert_eq!(code(&explanation), "TokenChanged");
    let text = format!("{explanation:?}");
    assert!(!text.contains("SessionToken"), "{text}");
    let order = view(&call, &keys, |text| text.replace("a=2&b=1", "b=1&a=2"));
    assert_eq!(code(&explain(&call, Some(&keys), Some(&order))), "QueryOrder");
}

#[test]
fn a_token_is_hidden_wherever_the_server_has_put_it() {
    let keys = temporary(TOKEN);
    let call = signed(&keys);
    for message in [
        format!("The canonical request for this should be 'x-amz-security-token:{TOKEN}'"),
        format!("we saw {TOKEN} in it"),
        format!("X-Amz-Security-Token={}", crate::wire::encode(TOKEN)),
    ] {
        let server = ServerView::of_message("Any", &message);
        let explanation = explain(&call, Some(&keys), Some(&server));
        let (_, shown) = explanation.server().unwrap();
        assert!(shown.contains("***") && !shown.contains("SessionToken"), "{shown}");
    }
    let path = view(&call, &keys, |text| text.replacen("\n/\n", &format!("\n/{TOKEN}\n"), 1));
    let explanation = explain(&call, Some(&keys), Some(&path));
    let text = format!("{explanation:?} {:?}", explanation.cause().map(ToString::to_string));
    assert!(text.contains("/***") && !text.contains("SessionToken"), "{text}");
}

#[test]
fn what_lets_somebody_in_is_hidden_by_its_name() {
    let headers = [
        ("Host", "example.com"),
        ("Cookie", "session=0123"),
        ("X-Api-Key", "0123"),
        ("x-amz-server-side-encryption-customer-key", "0123"),
    ];
    let keys = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let signed = Signer::new("s3", "us-east-1").sign(
        &Request::new("GET", "/").headers(&headers),
        &keys,
        now(),
    );
    let signed = signed.unwrap();
    let sent: Vec<_> = headers.into_iter().chain(signed.headers()).collect();
    let request = Request::new("GET", "/?X-Amz-Security-Token=0123").headers(&sent);
    let explanation = Explainer::new(&request).credentials(&keys).explain();
    let text = format!("{explanation:?} {request:?}");
    assert!(!text.contains("0123"), "{text}");
}

#[test]
fn a_long_query_is_explained_in_no_time() {
    let query: Vec<_> = (0..20_000).map(|n| format!("p{}={n}", n % 5000)).collect();
    let keys = temporary(TOKEN);
    let call = call(&format!("/?{}", query.join("&")));
    let call = call.sign("execute-api", "us-east-1", &keys, now());
    let server = view(&call, &keys, |text| text.replacen("p1=1&", "", 1));
    let moved = at(call.clone(), &format!("{}&z=1", call.target));
    assert_eq!(code(&explain(&call, Some(&keys), Some(&server))), "QueryRemoved");
    assert_eq!(explain(&moved, Some(&keys), None).signature_holds(), Some(false));
}

#[test]
fn a_streamed_upload_is_explained_but_for_its_chunks() {
    let keys = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let call = call("/key").header("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    let mut signed = call.sign("s3", "us-east-1", &keys, now());
    signed.body = b"5;chunk-signature=0\r\nhello\r\n".to_vec();
    let explanation = explain(&signed, Some(&keys), None);
    assert_eq!((explanation.signature_holds(), explanation.cause()), (Some(true), None));
    assert!(explanation.notes().iter().any(|note| note.contains("chunks")));
    let moved = explain(&at(signed, "/other"), Some(&keys), None);
    assert_eq!(code(&moved), "NotSignedAsGiven");
}

#[test]
fn a_signature_over_replaced_bytes_is_no_mistake_in_another_line() {
    let keys = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let signer = Signer::new("execute-api", "us-east-1");
    let key = signer.key(&keys, now()).unwrap();
    let mut headers =
        vec![("host".to_string(), b"h".to_vec()), ("x-name".to_string(), b"caf\xE9".to_vec())];
    let unsigned = headers.clone();
    let request = Request::new("GET", "/").headers(&unsigned);
    let prepared = signer.prepare(&request, &keys, now()).unwrap();
    // The text has U+FFFD in the byte's place.
    let digest = sha256(&prepared.canonical_request());
    let right = prepared.sign(&key).unwrap();
    let wrong = key.sign(&over(&prepared, &digest)).unwrap().to_string();
    let resigned = |value: &str| value.replace(&right.signature().to_string(), &wrong).into_bytes();
    headers.extend(right.headers().map(|(name, value)| (name.to_string(), resigned(value))));
    let request = Request::new("GET", "/").headers(&headers);
    let explanation = Explainer::new(&request).credentials(&keys).explain();
    assert_eq!(code(&explanation), "NotSignedAsGiven");
}
