//! A real S3 server that verifies strictly: objects under awkward names, presigned URLs, changed requests.

use std::time::Duration;

use sigfour::{Client, Credentials, Request, Signer, Target, Timestamp};

use crate::awkward_keys::AWKWARD_KEYS;
use crate::servers::exchange;
use crate::servers::swift::Swift;
use crate::support::{Part, Tampering, refusal, with_another_secret};

fn keys(server: &Swift) -> Credentials {
    Credentials::new(&server.access_key_id, &server.secret_access_key).expect("credentials")
}

fn client(server: &Swift, credentials: Credentials) -> Client {
    Client::builder()
        .credentials(credentials)
        .region(&server.region)
        .service("s3")
        .build()
        .expect("a client")
}

fn put(client: &Client, url: &str, body: &[u8]) {
    client.request("PUT", url).body(body).call().and_then(|a| a.ok()).expect("a PUT");
}

#[test]
fn objects_under_awkward_names_are_written_read_and_listed() {
    let server = Swift::start();
    let client = client(&server, keys(&server));
    put(&client, &format!("{}/bucket", server.endpoint()), b"");
    for key in AWKWARD_KEYS {
        let url = format!("{}{}", server.endpoint(), Target::new(&format!("/bucket/{key}")));
        put(&client, &url, key.as_bytes());
        let answer = client.get(&url).call().and_then(|a| a.ok()).expect(key);
        assert_eq!(answer.body, key.as_bytes(), "{key}");

        let listing = Target::new("/bucket").pair("prefix", key).pair("list-type", "2");
        let url = format!("{}{listing}", server.endpoint());
        let listed = client.get(&url).call().and_then(|a| a.ok()).expect(key);
        assert!(listed.text().contains("<Key>"), "{key}: {}", listed.text());
    }
}

#[test]
fn what_is_changed_on_the_way_is_refused() {
    let server = Swift::start();
    let plain = client(&server, keys(&server));
    let bucket = format!("{}/bucket", server.endpoint());
    put(&plain, &bucket, b"");
    put(&plain, &format!("{bucket}/key"), b"content");
    for part in [
        Part::Method,
        Part::Path,
        Part::Query,
        Part::SignedHeader("x-amz-content-sha256"),
        Part::SignedHeader("x-amz-meta-a"),
        Part::Signature,
        Part::Body,
    ] {
        let tampering = Client::builder()
            .credentials(keys(&server))
            .region(&server.region)
            .service("s3")
            .transport(Tampering::with(&plain, part))
            .build()
            .expect("a client");
        let call = tampering.request("PUT", &format!("{bucket}/key?a=b"));
        let error = refusal(call.header("x-amz-meta-a", "value").body(*b"content").call());
        assert!(error.status == 403 || error.status == 400, "{part:?}: {error}");
    }
    let error = refusal(client(&server, with_another_secret(&keys(&server))).get(&bucket).call());
    assert_eq!(error.code, "SignatureDoesNotMatch");

    let elsewhere = Client::builder()
        .credentials(keys(&server))
        .region("eu-west-1")
        .service("s3")
        .build()
        .expect("a client");
    let error = refusal(elsewhere.get(&bucket).call());
    assert_eq!(error.code, "AuthorizationHeaderMalformed");
    assert!(error.advice().contains("us-east-1"), "{}", error.advice());
}

#[test]
fn presigned_urls_let_anyone_write_and_read_and_nothing_else() {
    let server = Swift::start();
    let client = client(&server, keys(&server));
    put(&client, &format!("{}/bucket", server.endpoint()), b"");
    let host = format!("127.0.0.1:{}", server.port);
    let signer = Signer::new("s3", &server.region);
    let presign = |method: &str, key: &str, at: Timestamp| {
        let target = Target::new(&format!("/bucket/{key}")).to_string();
        let headers = [("Host", host.as_str())];
        let request = Request::new(method, &target).headers(&headers);
        let minute = Duration::from_secs(60);
        signer.presign(&request, &keys(&server), at, minute).expect("a URL").target().to_string()
    };
    // Sent by hand, without a client that knows anything of signatures.
    let send = |method: &str, target: &str, body: &str| {
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        exchange(server.port, request.as_bytes()).expect("an answer")
    };
    let now = Timestamp::now();
    for key in AWKWARD_KEYS {
        let written = send("PUT", &presign("PUT", key, now), key);
        assert!(written.starts_with("HTTP/1.1 200"), "{key}: {written}");
        let read = send("GET", &presign("GET", key, now), "");
        assert!(read.starts_with("HTTP/1.1 200") && read.ends_with(key), "{key}: {read}");
    }
    let url = presign("GET", "plain.txt", now);
    for (what, answer) in [
        ("another method", send("DELETE", &url, "")),
        ("another key", send("GET", &url.replacen("plain.txt", "plain.tx", 1), "")),
        (
            "a longer life",
            send("GET", &url.replacen("X-Amz-Expires=60", "X-Amz-Expires=61", 1), ""),
        ),
        ("a further parameter", send("GET", &format!("{url}&versionId=1"), "")),
        (
            "an ended life",
            send("GET", &presign("GET", "plain.txt", now - Duration::from_secs(120)), ""),
        ),
    ] {
        assert!(answer.starts_with("HTTP/1.1 403"), "{what}: {answer}");
    }
}
