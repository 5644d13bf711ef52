//! The server itself: connections, sizes, patience, ports.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use sigfour::Credentials;
use sigfour::local::LocalAws;

use crate::wire::{
    Call, address, assume_role, connect, credentials, encode, form, invoke, read, sign, start, sts,
    sts_call,
};

#[test]
fn one_connection_carries_many_calls() {
    let aws = start();
    let url = aws.function_url();
    let call = sign(&aws, Call::new(&url, "POST", "/").body("x"), "lambda");
    let mut stream = connect(&url);
    for _ in 0..100 {
        assert_eq!(call.send_on(&mut stream).status, 200);
    }
    // A refusal does not end the connection either.
    assert_eq!(Call::new(&url, "GET", "/").send_on(&mut stream).status, 403);
    assert_eq!(call.send_on(&mut stream).status, 200);
}

#[test]
fn many_clients_are_served_at_once() {
    let aws = start();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(invoke(&aws, &assume_role(&aws)).status, 200);
                }
            });
        }
    });
}

#[test]
fn both_services_are_on_ipv6_too() {
    let aws = start();
    let (Some(sts_url), Some(function_url)) = (aws.sts_url_v6(), aws.function_url_v6()) else {
        return; // a system without IPv6
    };
    let body = form("AssumeRole", &[("RoleArn", &aws.role_arn()), ("RoleSessionName", "session")]);
    let reply = Call::new(&sts_url, "POST", "/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .sign("sts", aws.region(), &aws.credentials(), aws.now())
        .send(&sts_url);
    let temporary = credentials(&reply);
    let call = Call::new(&function_url, "GET", "/");
    assert_eq!(call.headers[0].1, address(&function_url));
    let reply = call.sign("lambda", aws.region(), &temporary, aws.now()).send(&function_url);
    assert_eq!(reply.json()["requestContext"]["http"]["sourceIp"], "::1");
}

#[test]
fn a_body_that_is_too_large_is_refused_and_one_that_just_fits_is_not() {
    let aws = start();
    let (sts_url, function_url) = (aws.sts_url(), aws.function_url());
    let temporary = assume_role(&aws);
    let max = 6 * 1024 * 1024;
    let call = Call::new(&function_url, "POST", "/").body(vec![b'x'; max]);
    let call = call.sign("lambda", aws.region(), &temporary, aws.now());
    assert_eq!(call.send(&function_url).status, 200);
    let call = Call::new(&function_url, "POST", "/").body(vec![b'x'; max + 1]);
    let call = call.sign("lambda", aws.region(), &temporary, aws.now());
    let reply = call.send(&function_url);
    assert_eq!((reply.status, reply.header("x-amzn-errortype")), (413, "RequestTooLargeException"));
    assert_eq!(reply.header("connection"), "close");

    let call = sts_call(&aws, &"x".repeat(1024 * 1024 + 1));
    let call = call.sign("sts", aws.region(), &aws.credentials(), aws.now());
    let reply = call.send(&sts_url);
    assert_eq!((reply.status, &*reply.xml("Code")), (413, "RequestEntityTooLarge"));

    // In chunks, with a length unknown beforehand.
    let mut stream = connect(&sts_url);
    let host = address(&sts_url);
    write!(stream, "POST / HTTP/1.1\r\nhost: {host}\r\ntransfer-encoding: chunked\r\n\r\n")
        .unwrap();
    for _ in 0..3 {
        write!(stream, "80000\r\n{}\r\n", "x".repeat(0x80000)).unwrap();
    }
    write!(stream, "0\r\n\r\n").unwrap();
    assert_eq!(read(&mut stream).status, 413);

    // A client that asks first need not send it at all.
    let mut stream = connect(&function_url);
    write!(
        stream,
        "POST / HTTP/1.1\r\nhost: {host}\r\nexpect: 100-continue\r\ncontent-length: 7000000\r\n\r\n"
    )
    .unwrap();
    assert_eq!(read(&mut stream).status, 413);
}

#[test]
fn a_client_that_takes_too_long_is_cut_off() {
    let aws = LocalAws::builder().read_timeout(Duration::from_millis(200)).start().unwrap();
    for url in [aws.sts_url(), aws.function_url()] {
        let mut stream = connect(&url);
        write!(
            stream,
            "POST / HTTP/1.1\r\nhost: {}\r\ncontent-length: 10\r\n\r\nhalf",
            address(&url)
        )
        .unwrap();
        assert_eq!(read(&mut stream).status, 408);

        let mut stream = connect(&url);
        write!(stream, "POST / HT").unwrap();
        let mut rest = String::new();
        let _ = stream.read_to_string(&mut rest);
        assert!(!rest.contains("200"), "{rest}");
    }
    assert_eq!(invoke(&aws, &assume_role(&aws)).status, 200);
}

#[test]
fn what_is_not_http_does_no_harm() {
    let aws = start();
    let url = aws.function_url();
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET  / HTTP/1.1\r\nno colon\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ] {
        let mut stream = connect(&url);
        stream.write_all(garbage).unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"), "{garbage:?}");
    }
    // Targets and hosts that can't be signed are refused, not served.
    for head in [
        "OPTIONS * HTTP/1.1\r\nhost: a\r\n",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n",
    ] {
        let mut stream = connect(&url);
        write!(stream, "{head}authorization: AWS4-HMAC-SHA256 Credential=a\r\n\r\n").unwrap();
        assert_eq!(read(&mut stream).status, 400, "{head}");
    }
    assert_eq!(invoke(&aws, &assume_role(&aws)).status, 200);
}

#[test]
fn dropping_it_frees_the_ports_soon_even_with_a_connection_open() {
    let aws = start();
    let port = address(&aws.sts_url()).split_once(':').unwrap().1.parse().unwrap();
    let mut idle = connect(&aws.sts_url());
    let mut half = connect(&aws.function_url());
    write!(half, "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf").unwrap();
    let call = sts_call(&aws, &form("GetCallerIdentity", &[]));
    let call = call.sign("sts", aws.region(), &aws.credentials(), aws.now());
    assert_eq!(call.send_on(&mut idle).status, 200);
    let start = Instant::now();
    drop(aws);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(idle.read(&mut [0]).unwrap_or(0), 0);
    let again = LocalAws::builder().sts_port(port).start().unwrap();
    assert_eq!(again.sts_url(), format!("http://127.0.0.1:{port}"));
}

#[test]
fn settings_that_can_not_be_are_refused() {
    let refused = |builder: sigfour::local::Builder| builder.start().unwrap_err();
    for builder in [
        LocalAws::builder().region("us/east"),
        LocalAws::builder().region(""),
        LocalAws::builder().role_name("a/b"),
        LocalAws::builder().role_name(""),
        LocalAws::builder().credentials(Credentials::temporary("ASIA", "secret", "token").unwrap()),
    ] {
        assert_eq!(refused(builder).kind(), std::io::ErrorKind::InvalidInput);
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = refused(LocalAws::builder().function_port(port));
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[test]
fn the_environment_points_a_client_at_it() {
    let given =
        Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap();
    let aws = LocalAws::builder().credentials(given).region("eu-west-1").start().unwrap();
    assert_eq!(
        aws.environment(),
        [
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE".into()),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into()),
            ("AWS_REGION", "eu-west-1".into()),
            ("AWS_DEFAULT_REGION", "eu-west-1".into()),
            ("AWS_ENDPOINT_URL_STS", aws.sts_url()),
        ]
    );
    assert_eq!(sts(&aws, &aws.credentials(), "GetCallerIdentity", &[]).status, 200);
    assert!(!format!("{aws:?}").contains("wJalr"));
    let builder = LocalAws::builder().credentials(aws.credentials()).mfa("device", "987654");
    assert!(
        !format!("{builder:?}").contains("wJalr") && !format!("{builder:?}").contains("987654")
    );
    let (one, two) = (start(), start());
    assert_ne!(one.credentials().access_key_id(), two.credentials().access_key_id());
    assert_eq!(encode("é/"), "%C3%A9%2F");
}
