//! `sigfour call`, and a server that answers what a test wants it to.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use crate::support::*;

/// Answers one request; its URL.
fn server(answer: &'static str) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The requests here are of one packet, without a body.
        let _ = stream.read(&mut [0; 8192]).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    (url, served)
}

fn call(url: &str, more: &[&str]) -> Outcome {
    let call = ["call", "--service", "lambda", "--region", "us-east-1", url];
    run(sigfour(call.iter().chain(more).copied()).envs(KEYS), b"")
}

#[test]
fn a_redirect_is_pointed_out() {
    let (url, served) = server(
        "HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\nContent-Length: 2\r\n\r\nok",
    );
    let answered = call(&url, &[]).done();
    assert_eq!(answered.out, "ok");
    assert!(answered.err.contains("answered 302, to https://example.com/; "), "{answered:?}");
    served.join().unwrap();
}

#[test]
fn the_words_of_a_server_do_not_steer_the_terminal() {
    let (url, served) = server(
        "HTTP/1.1 400 Bad\r\nX-Own: \u{9b}2J\r\nConnection: close\r\n\r\n\u{1b}[2J\r\u{202e}\ta\nb",
    );
    let refused = call(&url, &["-v"]).failed(1, "\\u{1b}[2J\\r\\u{202e}\ta\nb");
    assert!(refused.out.contains('\u{1b}'), "stdout is as it is: {refused:?}");
    assert!(refused.err.contains("< x-own: \\u{9b}2J"), "{refused:?}");
    let is_harmless = |c: char| !c.is_control() || "\n\t".contains(c);
    assert!(refused.err.chars().all(is_harmless), "{refused:?}");
    served.join().unwrap();
}

#[test]
fn a_file_that_can_not_be_written_is_noticed_before_anything_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    call(&url, &["-o", "/nowhere/answer"]).failed(2, "nothing was sent");
    assert!(listener.accept().is_err(), "a connection came");
}

#[test]
fn a_file_is_changed_by_an_answer_only() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("http://127.0.0.1:{port}/");
    let old = file("kept.txt", b"a longer text of before");
    let new = old.with_file_name("not-made.txt");
    for path in [&old, &new] {
        call(&nobody, &["-o", path.to_str().unwrap()]).failed(4, "refused");
    }
    assert_eq!(fs::read(&old).unwrap(), b"a longer text of before");
    assert!(!new.exists());

    let (url, served) = server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    call(&url, &["-o", old.to_str().unwrap()]).done();
    assert_eq!(fs::read(&old).unwrap(), b"ok");
    served.join().unwrap();
}
