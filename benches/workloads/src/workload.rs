//! The inputs. All are signed at 20150830T123600Z by AWS's published example key.

use std::time::{Duration, SystemTime};

use crate::expected;

pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
const DATE: &str = "20150830T123600Z";
/// 400 bytes of Base64, with `+`, `/` and `=`, as STS hands them out.
const TOKEN: &str = include_str!("../token.txt");

const BUCKET: &str = "examplebucket.s3.us-east-1.amazonaws.com";
const OBJECT: &str = "/releases/2015/08/app-1.2.3.tar.gz";
const FORM: &str = "Action=AssumeRole&Version=2011-06-15\
    &RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdeploy\
    &RoleSessionName=session-20150830-ab12cd&DurationSeconds=3600";
const REPORT: &str = "/v1/report?tenant=acme-corp&user=jane.doe%40example.com\
    &from=2015-08-01T00%3A00%3A00Z&to=2015-08-30T12%3A36%3A00Z&page=3&limit=50&sort=-created\
    &fields=id%2Cname%2Ctotal&q=hello%20world&lang=en-US&format=json\
    &trace=1-5759e988-bd862e3fe1be46a994272793";
const S3_HEADERS: [(&str, &str); 9] = [
    ("x-amz-storage-class", "STANDARD_IA"),
    ("content-type", "application/octet-stream"),
    ("cache-control", "public, max-age=31536000, immutable"),
    ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("x-amz-server-side-encryption", "AES256"),
    ("x-amz-meta-uploaded-by", "build-agent-17"),
    ("x-amz-meta-commit", "9f2c1e7b5d3a4c6e8f0a1b2c3d4e5f60718293a4"),
    ("x-amz-meta-pipeline", "release/nightly"),
    ("x-amz-tagging", "team=storage&env=prod"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// `get-vanilla` of AWS's test suite: the least that is ever signed.
    W1,
    /// A call of STS: a form in the body, the session token of the role that calls.
    W2,
    /// An upload of 1 KiB to S3 with 10 headers.
    W3,
    /// A call of DynamoDB with 1 KiB of JSON and a session token.
    W4,
    /// A presigned download from S3 with a session token.
    W5,
    /// A call of a function URL with 12 query parameters and a session token.
    W6,
    /// An upload of 64 MiB to S3.
    W7,
    /// W7 with 1 MiB only, for where 64 take too long.
    W7OneMebibyte,
    /// Verification of W4.
    W8,
    /// Verification of W5.
    W9,
}

use Workload::{W1, W2, W3, W4, W5, W6, W7, W7OneMebibyte, W8, W9};

impl Workload {
    pub const ALL: [Workload; 10] = [W1, W2, W3, W4, W5, W6, W7, W7OneMebibyte, W8, W9];

    pub fn name(self) -> &'static str {
        match self {
            W1 => "W1",
            W2 => "W2",
            W3 => "W3",
            W4 => "W4",
            W5 => "W5",
            W6 => "W6",
            W7 => "W7",
            W7OneMebibyte => "W7-1MiB",
            W8 => "W8",
            W9 => "W9",
        }
    }

    /// Fewer operations are enough where one is long.
    pub fn is_large(self) -> bool {
        matches!(self, W7 | W7OneMebibyte)
    }

    pub fn input(self) -> Input {
        match self {
            W1 => Input::new("service", "GET", "example.amazonaws.com", "/", expected::W1),
            W2 => Input {
                body: FORM.into(),
                ..Input::new("sts", "POST", "sts.us-east-1.amazonaws.com", "/", expected::W2)
            }
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .token(),
            W3 => S3_HEADERS.into_iter().fold(
                Input {
                    body: (0..1024).map(|i: u32| (i * 31) as u8).collect(),
                    ..Input::new("s3", "PUT", BUCKET, OBJECT, expected::W3)
                },
                |input, (name, value)| input.header(name, value),
            ),
            W4 => put_item().token(),
            W5 => download().token(),
            W6 => {
                let host = "abcdefghijklmnopqrstuvwxyz123456.lambda-url.us-east-1.on.aws";
                Input::new("lambda", "GET", host, REPORT, expected::W6)
                    .header("accept", "application/json")
                    .token()
            }
            W7 => upload(64 << 20, expected::W7),
            W7OneMebibyte => upload(1 << 20, expected::W7_1MIB),
            W8 => verify_put_item(),
            W9 => verify_download(),
        }
    }
}

/// W4, but for its token.
fn put_item() -> Input {
    let mut json =
        String::from(r#"{"TableName":"sessions","Item":{"id":{"S":"u-000017"},"data":{"S":""#);
    while json.len() < 1020 {
        json.push(char::from(b'a' + (json.len() % 26) as u8));
    }
    json.push_str("\"}}}");
    let host = "dynamodb.us-east-1.amazonaws.com";
    Input { body: json.into(), ..Input::new("dynamodb", "POST", host, "/", expected::W4) }
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810.PutItem")
}

/// W5, but for its token.
fn download() -> Input {
    let task = Task::Presign { expires: Duration::from_secs(3600) };
    Input { task, ..Input::new("s3", "GET", BUCKET, OBJECT, expected::W5) }
}

/// W10: presigned downloads of 10,000 objects from S3, with one signer and the credentials of W5.
pub struct Downloads {
    /// The first of them.
    pub first: Input,
    pub targets: Vec<String>,
    pub expires: Duration,
    /// SHA-256 of all the signatures in a row, in hex.
    pub signatures: &'static str,
}

pub fn downloads() -> Downloads {
    let targets: Vec<String> = (0..10_000)
        .map(|part| format!("/releases/2015/08/app-1.2.3/part-{part:04}.tar.gz"))
        .collect();
    let expires = Duration::from_secs(3600);
    let first = Input {
        task: Task::Presign { expires },
        ..Input::new("s3", "GET", BUCKET, &targets[0], expected::W10)
    };
    Downloads { first: first.token(), targets, expires, signatures: expected::W10_SIGNATURES }
}

fn upload(size: u32, expected: Expected) -> Input {
    Input {
        body: (0..size).map(|i| (i ^ (i >> 11)) as u8).collect(),
        ..Input::new("s3", "PUT", BUCKET, OBJECT, expected)
    }
    .header("content-type", "application/octet-stream")
}

fn verify_put_item() -> Input {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/20150830/{REGION}/dynamodb/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, \
         Signature={}",
        expected::W4.signature
    );
    Input { task: Task::Verify, ..put_item().token() }
        .header("x-amz-date", DATE)
        .header("x-amz-security-token", TOKEN.trim_end())
        .header("authorization", &authorization)
}

fn verify_download() -> Input {
    let token = TOKEN.trim_end().replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let target = format!(
        "{OBJECT}?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential={ACCESS_KEY_ID}%2F20150830%2F{REGION}%2Fs3%2Faws4_request\
         &X-Amz-Date={DATE}&X-Amz-SignedHeaders=host&X-Amz-Expires=3600\
         &X-Amz-Security-Token={token}&X-Amz-Signature={}",
        expected::W5.signature
    );
    Input { task: Task::Verify, target, ..download().token() }
}

/// What is done with a request.
#[derive(Clone, Copy)]
pub enum Task {
    Sign,
    Presign { expires: Duration },
    Verify,
}

/// What `expected.py` finds by the rules alone: the signature, and the lengths of what is hashed for it.
#[derive(Clone, Copy)]
pub struct Expected {
    pub signature: &'static str,
    pub canonical_request: usize,
    pub string_to_sign: usize,
}

/// A request, and what is done with it.
pub struct Input {
    pub task: Task,
    pub service: &'static str,
    pub method: &'static str,
    /// As on the wire.
    pub target: String,
    /// As on the wire: names in lower case, not sorted, the host among them.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// That of the credentials.
    pub token: Option<&'static str>,
    pub expected: Expected,
}

impl Input {
    fn new(
        service: &'static str,
        method: &'static str,
        host: &str,
        target: &str,
        expected: Expected,
    ) -> Self {
        Input {
            task: Task::Sign,
            service,
            method,
            target: target.into(),
            headers: vec![("host", host.into())],
            body: Vec::new(),
            token: None,
            expected,
        }
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn token(mut self) -> Self {
        self.token = Some(TOKEN.trim_end());
        self
    }

    /// The same with another signature of the same length, where it has one.
    pub fn forged(mut self) -> Self {
        let signature = self.expected.signature;
        let other = format!("{}{}", &signature[1..], &signature[..1]);
        self.target = self.target.replace(signature, &other);
        for (_, value) in &mut self.headers {
            *value = value.replace(signature, &other);
        }
        self
    }
}

/// 20150830T123600Z.
pub const UNIX_TIME: u32 = 1_440_938_160;

pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(UNIX_TIME.into())
}
