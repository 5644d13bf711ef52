//! A client made of a socket and the signer: what is sent is seen byte by byte.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use sigfour::local::LocalAws;
use sigfour::{Credentials, Request, Signer, Timestamp};

pub type Headers = Vec<(String, String)>;

/// A request, as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub target: String,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Headers,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The text of the first element of a name.
    pub fn xml(&self, name: &str) -> String {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let from = self.body.find(&open).map(|at| at + open.len());
        let text = from.and_then(|at| Some(&self.body[at..at + self.body[at..].find(&close)?]));
        let text = text.unwrap_or_else(|| panic!("no {name} in {}", self.body));
        text.replace("&apos;", "'")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&amp;", "&")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

/// `127.0.0.1:PORT` of `http://127.0.0.1:PORT/`.
pub fn address(url: &str) -> &str {
    url.trim_start_matches("http://").trim_end_matches('/')
}

pub fn connect(url: &str) -> TcpStream {
    let stream = TcpStream::connect(address(url)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

impl Call {
    pub fn new(url: &str, method: &str, target: &str) -> Self {
        let headers = vec![("host".into(), address(url).into())];
        Call { method: method.into(), target: target.into(), headers, body: Vec::new() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn sign(
        mut self,
        service: &str,
        region: &str,
        credentials: &Credentials,
        at: Timestamp,
    ) -> Self {
        let request =
            Request::new(&self.method, &self.target).headers(&self.headers).body(&self.body);
        let signed = Signer::new(service, region).sign(&request, credentials, at).unwrap();
        self.headers.extend(signed.headers().map(|(n, v)| (n.to_string(), v.to_string())));
        self
    }

    pub fn send(&self, url: &str) -> Reply {
        self.send_on(&mut connect(url))
    }

    pub fn send_on(&self, stream: &mut TcpStream) -> Reply {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", self.body.len());
        stream.write_all(&[head.as_bytes(), &self.body].concat()).unwrap();
        read(stream)
    }
}

pub fn read(stream: &mut TcpStream) -> Reply {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "closed after {head:?}");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Headers =
        lines.map(|l| l.split_once(": ").unwrap()).map(|(n, v)| (n.into(), v.into())).collect();
    let mut reply = Reply { status, headers, body: String::new() };
    let mut body = vec![0; reply.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut body).unwrap();
    reply.body = String::from_utf8(body).unwrap();
    reply
}

pub fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

pub fn form(action: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = format!("Action={action}&Version=2011-06-15");
    for (name, value) in parameters {
        form += &format!("&{}={}", encode(name), encode(value));
    }
    form
}

/// An unsigned call to STS.
pub fn sts_call(aws: &LocalAws, form: &str) -> Call {
    Call::new(&aws.sts_url(), "POST", "/")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .body(form)
}

/// Signs a call to STS and sends it.
pub fn sts(aws: &LocalAws, by: &Credentials, action: &str, parameters: &[(&str, &str)]) -> Reply {
    let call = sts_call(aws, &form(action, parameters));
    call.sign("sts", aws.region(), by, aws.now()).send(&aws.sts_url())
}

/// The credentials of an answer.
pub fn credentials(reply: &Reply) -> Credentials {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let part = |name| reply.xml(name);
    Credentials::temporary(&part("AccessKeyId"), &part("SecretAccessKey"), &part("SessionToken"))
        .unwrap()
}

pub fn assume_role(aws: &LocalAws) -> Credentials {
    let role = aws.role_arn();
    let parameters = [("RoleArn", &*role), ("RoleSessionName", "session")];
    credentials(&sts(aws, &aws.credentials(), "AssumeRole", &parameters))
}

/// Signs a GET of the function URL and sends it.
pub fn invoke(aws: &LocalAws, by: &Credentials) -> Reply {
    let url = aws.function_url();
    Call::new(&url, "GET", "/").sign("lambda", aws.region(), by, aws.now()).send(&url)
}

/// One with nothing set.
pub fn start() -> LocalAws {
    LocalAws::start().unwrap()
}

/// Signs a call with a session of the role.
pub fn sign(aws: &LocalAws, call: Call, service: &str) -> Call {
    call.sign(service, aws.region(), &assume_role(aws), aws.now())
}
