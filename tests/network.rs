//! The built-in transport on real sockets: what goes over the wire, and each way in which no answer comes.
#![cfg(feature = "client")]

mod fake;
mod tls;

use std::io::{Read, Write};
use std::net::{Ipv6Addr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use fake::keys;
use sigfour::Client;
use sigfour::client::{ClientBuilder, Error, ErrorKind, NetworkFault};
use sigfour::context::Environment;
use tls::{Certificate, Tls};

/// Answers each connection with the next of `answers`, and tells what came.
fn serve(listener: TcpListener, answers: Vec<String>) -> Receiver<String> {
    let (tell, told) = channel();
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = tell.send(read_request(&mut stream));
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    told
}

fn read_request(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_lowercase().split_once("content-length: ").map_or(0, |(_, rest)| {
                    rest.split_whitespace().next().unwrap().parse::<usize>().unwrap()
                });
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .credentials(keys())
        .service("lambda")
        .region("us-east-1")
        .environment(Environment::of::<&str, &str>([]))
}

fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn fault(error: &Error) -> NetworkFault {
    match error {
        Error::Network { fault, .. } => *fault,
        other => panic!("not of the network: {other}"),
    }
}

#[test]
fn the_target_goes_over_the_wire_as_it_was_given() {
    let (listener, url) = listen();
    let told = serve(listener, vec![ok(""); 4]);
    let client = builder().build().unwrap();
    for target in ["/a/../b//c/%2e/./d", "/?b=2&a=1&&x", "/a+b%20c?q='(!)*'", "/"] {
        client.get(&format!("{url}{target}")).call().unwrap();
        let request = told.recv().unwrap();
        assert!(request.starts_with(&format!("GET {target} HTTP/1.1\r\n")), "{request}");
        assert!(!request.to_lowercase().contains("content-length"), "{request}");
    }
}

#[test]
fn any_method_may_have_a_body() {
    let (listener, url) = listen();
    let told = serve(listener, vec![ok("x"); 4]);
    let client = builder().build().unwrap();
    for method in ["GET", "DELETE", "PROPFIND"] {
        let answer = client.request(method, &url).body("body").call().unwrap();
        assert_eq!(answer.body, b"x");
        let request = told.recv().unwrap();
        assert!(request.starts_with(method) && request.ends_with("\r\n\r\nbody"), "{request}");
    }
    client.post(&url).call().unwrap();
    assert!(told.recv().unwrap().to_lowercase().contains("content-length: 0"));
}

#[test]
fn the_host_header_is_sent_once_with_its_port() {
    let (listener, url) = listen();
    let told = serve(listener, vec![ok("")]);
    builder().build().unwrap().get(&url).call().unwrap();
    let request = told.recv().unwrap().to_lowercase();
    assert_eq!(request.matches("\r\nhost: ").count(), 1, "{request}");
    assert!(request.contains(&format!("\r\nhost: {}\r\n", &url[7..])), "{request}");
}

#[test]
fn redirects_are_answered_and_never_followed() {
    let (other, other_url) = listen();
    other.set_nonblocking(true).unwrap();
    let (listener, url) = listen();
    let _told = serve(
        listener,
        vec![format!(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: {other_url}\r\nContent-Length: 0\r\n\r\n"
        )],
    );
    let answer = builder().build().unwrap().get(&url).call().unwrap();
    assert_eq!((answer.status, answer.header("location")), (307, Some(&*other_url)));
    assert!(other.accept().is_err(), "the other host was asked");
}

#[test]
fn ipv6_hosts_are_called_by_address() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
    let url = format!("http://[::1]:{}/", listener.local_addr().unwrap().port());
    let told = serve(listener, vec![ok("six")]);
    let answer = builder().build().unwrap().get(&url).call().unwrap();
    assert_eq!(answer.body, b"six");
    assert!(told.recv().unwrap().to_lowercase().contains("host: [::1]:"));
}

#[test]
fn too_large_an_answer_and_one_that_never_comes_are_told_apart() {
    let (listener, url) = listen();
    let _told = serve(
        listener,
        vec![ok(&"x".repeat(1001)), ok(&"x".repeat(1000)), "HTTP/1.1 200 OK\r\n".into()],
    );
    let client = builder().max_response(1000).timeout(Duration::from_millis(500)).build().unwrap();
    assert_eq!(fault(&client.get(&url).call().unwrap_err()), NetworkFault::TooLarge);
    assert_eq!(client.get(&url).call().unwrap().body.len(), 1000);

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let error = client.get(&url).call().unwrap_err();
    assert_eq!((fault(&error), error.kind()), (NetworkFault::Timeout, ErrorKind::Network));
}

#[test]
fn the_longest_of_all_timeouts_is_no_panic() {
    let (listener, url) = listen();
    let _told = serve(listener, vec![ok("x")]);
    let client = builder().timeout(Duration::MAX).connect_timeout(Duration::MAX).build().unwrap();
    assert_eq!(client.get(&url).call().unwrap().body, b"x");
}

#[test]
fn a_closed_port_and_an_unknown_host_are_told_apart() {
    let (listener, url) = listen();
    drop(listener);
    let client = builder().build().unwrap();
    let error = client.get(&url).call().unwrap_err();
    assert_eq!(fault(&error), NetworkFault::ConnectionRefused);
    assert!(error.to_string().contains(&url[7..]), "{error}");
    let error = client.get("http://no-such-host.invalid/").call().unwrap_err();
    assert_eq!(fault(&error), NetworkFault::UnknownHost);
}

#[test]
fn what_is_not_http_is_a_broken_connection() {
    let (listener, url) = listen();
    let _told = serve(listener, vec!["SSH-2.0-OpenSSH_9.2\r\n".into(), String::new()]);
    let client = builder().build().unwrap();
    for _ in 0..2 {
        assert_eq!(fault(&client.get(&url).call().unwrap_err()), NetworkFault::Broken);
    }
}

#[test]
fn a_ca_of_ones_own_is_trusted_and_every_other_certificate_is_not() {
    for (certificate, trusted) in [
        (Certificate::Good, true),
        (Certificate::WrongName, false),
        (Certificate::OtherCa, false),
        (Certificate::Expired, false),
    ] {
        let (listener, _) = listen();
        let tls = Tls::in_front_of(listener.local_addr().unwrap().port(), certificate);
        if trusted {
            let _told = serve(listener, vec![ok("secure")]);
            let client = builder().ca_bundle(tls.ca_pem_file()).build().unwrap();
            assert_eq!(client.get(&tls.url()).call().unwrap().body, b"secure");
            let error = builder().build().unwrap().get(&tls.url()).call().unwrap_err();
            assert_eq!(fault(&error), NetworkFault::Certificate);
        } else {
            let client = builder().ca_bundle(tls.ca_pem_file()).build().unwrap();
            let error = client.get(&tls.url()).call().unwrap_err();
            assert_eq!(fault(&error), NetworkFault::Certificate);
            assert!(error.advice().contains("--ca-bundle"));
        }
    }
}

#[test]
fn plain_http_where_tls_is_expected_is_said() {
    let (listener, url) = listen();
    let _told = serve(listener, vec!["HTTP/1.1 400 Bad Request\r\n\r\n".into()]);
    let url = url.replace("http:", "https:");
    assert_eq!(fault(&builder().build().unwrap().get(&url).call().unwrap_err()), NetworkFault::Tls);
}

#[test]
fn a_bundle_that_holds_no_certificate_is_refused_by_name() {
    for path in ["/no/such/file.pem", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")] {
        let error = builder().ca_bundle(path).build().unwrap_err();
        assert!(
            matches!(&error, Error::File { .. }) && error.to_string().contains(path),
            "{error}"
        );
        let environment = Environment::of([("AWS_CA_BUNDLE", path)]);
        assert!(Client::builder().environment(environment).build().is_err());
    }
}

#[test]
fn one_client_serves_many_threads() {
    let (listener, url) = listen();
    let _told = serve(listener, vec![ok("x"); 8]);
    let client = builder().build().unwrap();
    thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| assert_eq!(client.get(&url).call().unwrap().body, b"x"));
        }
    });
}
