//! Mistakes made against real servers, told from what those answer: S3's XML, which shows the server's canonical request,
//! and an STS-like service that shows nothing.

use sigfour::client::{Answer, SignedCall};
use sigfour::explain::{Explainer, Explanation, ServerView};
use sigfour::{Client, Credentials, Request, Rules, Signer, Timestamp};

use crate::servers::exchange;
use crate::servers::ministack::MiniStack;
use crate::servers::swift::Swift;
use crate::support::{self, Part, Tampering, with_another_secret};

fn code(explanation: &Explanation) -> &'static str {
    explanation.cause().map_or("nothing", |cause| cause.code())
}

fn send(call: SignedCall<'_>) -> Explanation {
    let answer = call.send().expect("an answer");
    assert!(answer.status >= 400, "{}", answer.status);
    call.explain(&answer)
}

struct S3 {
    server: Swift,
    url: String,
}

impl S3 {
    fn start() -> Self {
        let server = Swift::start();
        let url = format!("{}/bucket/key", server.endpoint());
        let s3 = S3 { server, url };
        let plain = s3.client(s3.keys(), &s3.server.region, Part::Nothing);
        let bucket = format!("{}/bucket", s3.server.endpoint());
        plain.request("PUT", &bucket).call().and_then(|a| a.ok()).expect("a bucket");
        s3
    }

    fn keys(&self) -> Credentials {
        let (id, secret) = (&self.server.access_key_id, &self.server.secret_access_key);
        Credentials::new(id, secret).expect("credentials")
    }

    fn client(&self, credentials: Credentials, region: &str, part: Part) -> Client {
        let builder = || Client::builder().credentials(credentials.clone()).region(region);
        let plain = builder().service("s3").build().expect("a client");
        let tampering = Tampering::with(&plain, part);
        builder().service("s3").transport(tampering).build().expect("a client")
    }

    fn put(&self, client: &Client) -> Explanation {
        let call = client.request("PUT", &format!("{}?a=b", self.url));
        send(call.header("x-amz-meta-a", "value").body(*b"content").sign().expect("a signature"))
    }

    /// Sends a GET that a signer of one's own has signed. The answer is explained with its headers or without.
    fn get(&self, rules: Option<Rules>, at: Timestamp, with_head: bool) -> Explanation {
        let target = "/bucket/a%20b";
        let host = format!("127.0.0.1:{}", self.server.port);
        let mut headers = vec![("Host".to_string(), host)];
        let mut signer = Signer::new("s3", &self.server.region);
        if let Some(rules) = rules {
            signer = signer.rules(rules);
        }
        let signed = signer
            .sign(&Request::new("GET", target).headers(&headers), &self.keys(), at)
            .expect("a signature");
        headers.extend(signed.headers().map(|(name, value)| (name.to_string(), value.to_string())));
        let lines: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let text = format!("GET {target} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        let answer = exchange(self.server.port, text.as_bytes()).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
        let pairs = head.lines().filter_map(|line| line.split_once(": "));
        let mut head: Vec<_> = pairs.map(|(name, value)| (name.into(), value.into())).collect();
        if !with_head {
            head.clear();
        }
        let server = ServerView::of_answer(&Answer::new(403, head, body.into()));
        let (keys, request) = (self.keys(), Request::new("GET", target).headers(&headers));
        let explainer = Explainer::new(&request).credentials(&keys).server(&server);
        match rules {
            Some(rules) => explainer.rules(rules).explain(),
            None => explainer.explain(),
        }
    }
}

#[test]
fn s3_shows_its_canonical_request_and_the_mistake_is_told() {
    let s3 = S3::start();
    let region = s3.server.region.clone();
    for (part, expected) in [
        (Part::Method, "MethodChanged"),
        (Part::Path, "PathChanged"),
        (Part::Query, "QueryAdded"),
        (Part::SignedHeader("x-amz-meta-a"), "AmzHeaderChanged"),
        (Part::AddedHeader("x-amz-meta-b"), "HeaderNotSigned"),
        (Part::Body, "BodyChanged"),
    ] {
        let explanation = s3.put(&s3.client(s3.keys(), &region, part));
        assert_eq!(code(&explanation), expected, "{part:?}: {explanation:#?}");
    }
    let other = s3.put(&s3.client(with_another_secret(&s3.keys()), &region, Part::Nothing));
    assert_eq!(code(&other), "WrongSecret", "{other:#?}");
    assert!(other.canonical_request().iter().all(|line| line.server.is_some()), "{other:#?}");
    let elsewhere = s3.put(&s3.client(s3.keys(), "eu-west-1", Part::Nothing));
    assert_eq!(code(&elsewhere), "WrongRegion", "{elsewhere:#?}");

    let now = Timestamp::now();
    let twice = Rules::of("s3").double_encode(true);
    let hour = std::time::Duration::from_secs(60 * 60);
    for (rules, at, with_head, expected) in [
        (Some(twice), now, true, "PathEncodedOnce"),
        (Some(Rules::of("s3").content_sha256_header(false)), now, true, "PayloadHashMissing"),
        (None, now - hour, true, "ClockBehind"),
        (None, now + hour, true, "ClockAhead"),
        (None, now + hour, false, "ClockSkewed"),
    ] {
        let explanation = s3.get(rules, at, with_head);
        assert_eq!(code(&explanation), expected, "{explanation:#?}");
    }
}

#[test]
fn where_a_server_shows_nothing_that_is_said() {
    let server = MiniStack::start();
    let other = with_another_secret(&support::user(&server));
    let client = support::client(&server, "dynamodb", other);
    let call = client
        .post(&format!("{}/", server.endpoint()))
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810.ListTables")
        .body("{}");
    let explanation = send(call.sign().expect("a signature"));
    assert_eq!(code(&explanation), "NothingShown", "{explanation:#?}");
}
