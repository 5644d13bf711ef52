//! A server that lets in who signs with a known key: `cargo run --example verify_in_server -- 127.0.0.1:8080`,
//! then `sigfour call --service my-api --region eu-west-1 http://127.0.0.1:8080/`. Serves one request if
//! `--once` is given.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::SystemTime;

use sigfour::{Credentials, PayloadHash, Request, Verified, Verifier};

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let address = arguments.first().map_or("127.0.0.1:8080", String::as_str);
    let known = credentials()?;

    let listener = TcpListener::bind(address).map_err(|error| format!("{address}: {error}"))?;
    println!("listening on {}", listener.local_addr()?);
    for stream in listener.incoming() {
        // A client that hangs up is no reason to leave the others alone.
        if let Err(error) = stream.and_then(|stream| serve(stream, &known)) {
            eprintln!("a connection broke: {error}");
        }
        if arguments.iter().any(|argument| argument == "--once") {
            break;
        }
    }
    Ok(())
}

fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let var = |name| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let [id, secret] = [var("AWS_ACCESS_KEY_ID")?, var("AWS_SECRET_ACCESS_KEY")?];
    Ok(match var("AWS_SESSION_TOKEN") {
        Ok(token) => Credentials::temporary(&id, &secret, &token)?,
        Err(_) => Credentials::new(&id, &secret)?,
    })
}

fn serve(mut stream: TcpStream, known: &Credentials) -> std::io::Result<()> {
    // The HTTP of an example: one's own framework has all of this already.
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_string());
    }
    let mut first = lines.first().map(String::as_str).unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Vec<_> = lines.iter().skip(1).filter_map(|line| line.split_once(':')).collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; usize::min(length, 1 << 20)];
    reader.read_exact(&mut body)?;

    // The part that is sigfour's: the request as it came, whole.
    let request = Request::new(method, target).headers(&headers).body(&body);
    let lookup = |id: &str| (id == known.access_key_id()).then(|| known.clone());
    // This server reads paths by their segments: a target that can be read in two ways is refused.
    let verifier = Verifier::new("my-api", "eu-west-1").strict_target();
    let (status, text) = match verifier.verify(&request, lookup, SystemTime::now()) {
        Ok(verified) if covers_body(&verified) => {
            ("200 OK", format!("hello, {}\n", verified.access_key_id()))
        }
        Ok(_) => ("403 Forbidden", "sign the body\n".into()),
        Err(refusal) => {
            // The precise reason is for the operator. It would tell a stranger which access key ids exist.
            eprintln!("refused: {}: {refusal}", refusal.reason.code());
            ("403 Forbidden", format!("{}\n", refusal.for_stranger()))
        }
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
}

/// Whether the signature covers the body: then it is the one that was read here. The verifier refuses
/// `UNSIGNED-PAYLOAD` for this service, so this holds; a server that accepts it must look before it uses the body.
fn covers_body(verified: &Verified<'_>) -> bool {
    matches!(verified.payload(), PayloadHash::Sha256(_))
}
