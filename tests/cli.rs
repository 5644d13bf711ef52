//! The command, run as a person or a script runs it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use serde_json::Value;
use sigfour::local::LocalAws;

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
];
const SECRET: &str = KEYS[1].1;

/// AWS's own first example.
const VANILLA: &str = "GET / HTTP/1.1\nHost: example.amazonaws.com\n\n";
const VANILLA_SCOPE: [&str; 6] =
    ["--service", "service", "--region", "us-east-1", "--date", "20150830T123600Z"];
const VANILLA_SIGNATURE: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

/// What a run of the command left.
#[derive(Debug)]
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

impl Outcome {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It did what it was to do.
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It failed with a code and said why on stderr, and nothing of it on stdout.
    fn failed(self, code: i32, why: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(why), "{why:?}: {self:?}");
        self
    }
}

/// The command, without anything of this process's environment.
fn sigfour<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigfour"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent");
    command
}

fn run(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    // Who does not read stdin may have ended by now.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Outcome {
        code: output.status.code().expect("it is not killed"),
        out: String::from_utf8(output.stdout).expect("stdout is text"),
        err: String::from_utf8(output.stderr).expect("stderr is text"),
    }
}

fn sign(arguments: &[&str], input: &str) -> Outcome {
    let arguments = ["sign"].iter().chain(arguments).copied();
    run(sigfour(arguments).envs(KEYS), input.as_bytes())
}

fn verify(arguments: &[&str], input: &str) -> Outcome {
    let arguments = ["verify"].iter().chain(arguments).copied();
    run(sigfour(arguments).envs(KEYS), input.as_bytes())
}

/// A file of this test's own.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

// sign and verify

#[test]
fn a_signed_request_carries_the_signature_that_aws_publishes() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done();
    assert_eq!(
        signed.out,
        format!(
            "GET / HTTP/1.1\nHost: example.amazonaws.com\nauthorization: AWS4-HMAC-SHA256 \
             Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={VANILLA_SIGNATURE}\n\
             x-amz-date: 20150830T123600Z\n\n"
        )
    );
    assert_eq!(signed.err, "");
}

#[test]
fn what_sign_prints_verify_takes() {
    for request in [
        "GET /a%20b/../c?b=2&a=1 HTTP/1.1\r\nHost: abc.lambda-url.us-east-1.on.aws\r\n\r\n",
        "POST / HTTP/1.1\nHost: abc.execute-api.eu-west-1.amazonaws.com\nX: 1\n  2\n\nbody\n\r\n",
        "PUT /a//b HTTP/1.1\nHost: bucket.s3.amazonaws.com\nContent-Length: 4\n\nbody",
        "GET / HTTP/1.1\nHost: sts.us-east-1.amazonaws.com",
    ] {
        let signed = sign(&[], request).done();
        let verified = verify(&[], &signed.out).done();
        assert!(verified.out.starts_with("valid: "), "{verified:?}");
        assert!(verified.err.contains("Taking the service from the request itself"));
        let json = verify(&["--json"], &signed.out).done().json();
        assert_eq!(json["result"], "valid");

        let tampered = signed.out.replacen("HTTP/1.1", "HTTP/1.1\nX-Amz-Meta: a", 1);
        let refused = verify(&[], &tampered);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.out.starts_with("invalid: the header \"x-amz-meta\" is not signed"));
    }
}

#[test]
fn a_request_of_a_file_is_signed() {
    let path = file("vanilla.http", VANILLA.as_bytes());
    let path = path.to_str().expect("a path of text");
    let arguments = [&VANILLA_SCOPE[..], &[path]].concat();
    assert!(sign(&arguments, "").done().out.contains(VANILLA_SIGNATURE));
    sign(&["nowhere.http"], "").failed(2, "nowhere.http can't be read");
}

#[test]
fn a_presigned_request_is_verified() {
    let url = "https://bucket.s3.amazonaws.com/key";
    let presigned = run(sigfour(["presign", url]).envs(KEYS), b"").done();
    let target = presigned.out.trim().strip_prefix("https://bucket.s3.amazonaws.com").unwrap();
    let request = format!("GET {target} HTTP/1.1\nHost: bucket.s3.amazonaws.com\n\n");
    let verified = verify(&[], &request).done();
    assert!(verified.out.contains("UNSIGNED-PAYLOAD"), "{verified:?}");
    verify(&[], &request.replacen("/key", "/other", 1)).failed(1, "what to do");
}

#[test]
fn a_refused_request_is_shown_as_the_verifier_sees_it() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done().out.replacen("GET / ", "GET /?a ", 1);
    let now = ["--now", "20150830T123600Z"];
    let refused = verify(&now, &signed).failed(1, "Compare the canonical request");
    assert!(refused.out.contains("(SignatureDoesNotMatch)"), "{refused:?}");
    assert!(refused.out.contains("\n  GET\n  /\n  a=\n  host:example.amazonaws.com\n"));
    assert!(refused.out.contains("\n  AWS4-HMAC-SHA256\n  20150830T123600Z\n"));
    let json = verify(&[&now[..], &["--json"]].concat(), &signed);
    assert_eq!(json.code, 1);
    let json = json.json();
    assert_eq!(
        (&json["result"], &json["reason"]),
        (&"invalid".into(), &"SignatureDoesNotMatch".into())
    );
    assert!(json["canonical_request"].as_str().unwrap().starts_with("GET\n/\na=\n"));
}

#[test]
fn a_verifier_of_another_time_region_or_key_refuses() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done().out;
    let now = ["--now", "20150830T123600Z"];
    for (arguments, code) in [
        (&[][..], "Expired"),
        (&["--now", "20150830T123600Z", "--region", "eu-west-1"], "WrongRegion"),
        (&["--now", "20150830T123600Z", "--service", "s3"], "WrongService"),
    ] {
        let refused = verify(arguments, &signed);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.out.contains(&format!("({code})")), "{code}: {refused:?}");
    }
    let mut other = sigfour(["verify"].into_iter().chain(now));
    other.envs(KEYS).env("AWS_ACCESS_KEY_ID", "AKIDOTHER");
    assert!(run(&mut other, signed.as_bytes()).out.contains("(UnknownAccessKey)"));
    assert!(verify(&now, VANILLA).out.contains("(MissingAuthorization)"));
}

#[test]
fn headers_json_and_steps_are_printed() {
    let headers = sign(&[&VANILLA_SCOPE[..], &["--format", "headers"]].concat(), VANILLA).done();
    assert_eq!(headers.out.lines().count(), 2);
    assert!(headers.out.contains("\nx-amz-date: 20150830T123600Z\n"));
    let json = sign(&[&VANILLA_SCOPE[..], &["--format", "json"]].concat(), VANILLA).done().json();
    assert_eq!(json["signature"], VANILLA_SIGNATURE);
    assert_eq!(json["signed_headers"], "host;x-amz-date");
    assert!(json["string_to_sign"].as_str().unwrap().starts_with("AWS4-HMAC-SHA256\n"));
    let mut steps = sigfour(["sign", "--show-steps"].into_iter().chain(VANILLA_SCOPE));
    let steps =
        run(steps.envs(KEYS).env("AWS_SESSION_TOKEN", "a+secret/token"), VANILLA.as_bytes()).done();
    assert!(steps.err.contains("Canonical request\n  GET\n  /\n"), "{steps:?}");
    assert!(steps.err.contains("x-amz-security-token:***"), "{steps:?}");
    assert!(steps.out.contains("x-amz-security-token: a+secret/token\n"), "{steps:?}");
    assert!(!steps.err.contains("a+secret/token"), "{steps:?}");
}

#[test]
#[cfg(unix)]
fn the_curl_command_survives_a_shell() {
    // Stands in for curl and prints each of its words.
    let curl = "curl() { for word in \"$@\"; do printf '[%s]' \"$word\"; done; }\n";
    for (body, words) in [
        ("it's $HOME", "[--data-binary][it's $HOME]"),
        ("@file", "[--data-raw][@file]"),
        ("a\n b\n", "[--data-binary][a\n b\n]"),
    ] {
        let request = format!(
            "POST /a/../b?x=[1] HTTP/1.1\nHost: abc.lambda-url.us-east-1.on.aws\nX-Empty:\n\n{body}"
        );
        let command = sign(&["--format", "curl"], &request).done();
        let shell = run(
            Command::new("sh").args(["-c", &(curl.to_string() + &command.out)]).env_clear(),
            b"",
        )
        .done();
        assert!(
            shell.out.starts_with("[--request][POST][--path-as-is][--globoff][--header][X-Empty;]"),
            "{shell:?}"
        );
        assert!(shell.out.contains(words), "{shell:?}");
        assert!(
            shell.out.ends_with("[https://abc.lambda-url.us-east-1.on.aws/a/../b?x=[1]]"),
            "{shell:?}"
        );
    }
    let binary = b"POST / HTTP/1.1\nHost: 127.0.0.1:1\n\n\0\xff";
    let arguments = ["sign", "--format", "curl", "--service", "lambda", "--region", "us-east-1"];
    let command = run(sigfour(arguments).envs(KEYS), binary).done();
    assert!(command.out.starts_with("printf %s 'AP8=' | base64 -d | curl"), "{command:?}");
    assert!(command.out.ends_with("http://127.0.0.1:1/\n"), "{command:?}");
}

// presign

#[test]
fn a_presigned_url_is_all_of_stdout() {
    for (expires, seconds) in [("900", 900), ("15m", 900), ("1h", 3600), ("7d", 604_800)] {
        let url = "https://bucket.s3.eu-west-1.amazonaws.com/key?versionId=1";
        let presigned = run(sigfour(["presign", "--expires", expires, url]).envs(KEYS), b"").done();
        assert_eq!(presigned.out.lines().count(), 1);
        assert!(presigned.out.starts_with(&format!("{url}&X-Amz-Algorithm=")), "{presigned:?}");
        assert!(presigned.out.contains(&format!("&X-Amz-Expires={seconds}&")), "{presigned:?}");
        assert_eq!(presigned.err, "");
    }
    for expires in ["0", "8d", "soon", "-1"] {
        let expires = format!("--expires={expires}");
        run(sigfour(["presign", &expires, "https://s3.amazonaws.com/"]).envs(KEYS), b"")
            .failed(2, "");
    }
}

#[test]
fn the_end_of_the_credentials_is_the_end_of_the_url() {
    let arguments = [
        "presign",
        "--date",
        "20150830T123600Z",
        "--expires",
        "1h",
        "https://b.s3.amazonaws.com/k",
    ];
    let with_token = |end: Option<&str>| {
        let mut command = sigfour(arguments);
        command.envs(KEYS).env("AWS_SESSION_TOKEN", "token");
        if let Some(end) = end {
            command.env("AWS_CREDENTIAL_EXPIRATION", end);
        }
        run(&mut command, b"")
    };
    let early = with_token(Some("2015-08-30T12:46:00+00:00")).done();
    assert!(early.err.contains("It ends at 2015-08-30T12:46:00Z"), "{early:?}");
    assert_eq!(with_token(Some("2015-08-30T14:00:00Z")).done().err, "");
    assert!(with_token(None).done().err.contains("or with the temporary credentials"));
    with_token(Some("2015-08-30T12:00:00Z")).failed(2, "have expired");
}

#[test]
fn a_header_of_a_presigned_url_is_asked_for() {
    let arguments =
        ["presign", "-X", "PUT", "-H", "Content-Type: text/plain", "https://b.s3.amazonaws.com/k"];
    let presigned = run(sigfour(arguments).envs(KEYS), b"").done();
    assert!(presigned.out.contains("X-Amz-SignedHeaders=content-type%3Bhost"), "{presigned:?}");
    assert!(presigned.err.contains("must send the header Content-Type: text/plain"));
}

// usage

#[test]
fn each_subcommand_has_help_with_an_example() {
    let help = run(&mut sigfour(["--help"]), b"").done();
    for name in
        ["call", "demo", "local", "sign", "presign", "verify", "assume-role", "whoami", "adapter"]
    {
        assert!(help.out.contains(&format!("\n  {name} ")), "{name}: {help:?}");
        let help = run(&mut sigfour([name, "--help"]), b"").done();
        assert!(
            help.out.contains("\nExample") && help.out.contains(&format!("sigfour {name}")),
            "{help:?}"
        );
        assert_eq!(help.err, "");
    }
    assert!(help.out.contains("sigfour demo"));
    assert!(run(&mut sigfour(["--version"]), b"").done().out.starts_with("sigfour "));
}

#[test]
fn wrong_usage_is_told_with_exit_code_2() {
    for (arguments, input, why) in [
        (&[][..], "", "Usage"),
        (&["sing"], "", "unrecognized subcommand"),
        (&["sign", "--secret-access-key", "x"], "", "unexpected argument"),
        (&["sign", "--date", "today"], "", "20150830T123600Z"),
        (&["sign"], "", "there is no request"),
        (&["sign"], "GET /a b HTTP/1.1\nHost: h\n\n", "%20"),
        (&["sign"], "GET / HTTP/1.1\n\n", "service"),
        (&["sign", "--service", "s"], VANILLA, "--region"),
        (&["sign", "--region", "r"], VANILLA, "--service"),
        (&["call"], "", "<URL>"),
        (&["call", "nowhere"], "", "https://"),
        (&["call", "https://h/", "-H", "nothing"], "", "Name: value"),
        (&["call", "https://h/", "-d", "a", "--data-binary", "b"], "", "cannot be used with"),
        (&["call", "https://h/", "-d", "@nowhere"], "", "nowhere can't be read"),
        (&["call", "https://h/", "--external-id", "x"], "", "--role-arn"),
        (&["call", "https://h/"], "", "--service"),
        (
            &["call", "https://abc.lambda-url.us-east-1.on.aws/", "--ca-bundle", "nowhere.pem"],
            "",
            "nowhere.pem",
        ),
        (&["assume-role"], "", "--role-arn"),
        (&["assume-role", "--role-arn", "role"], "", "arn:aws:iam"),
        (
            &["assume-role", "--role-arn", "arn:aws:iam::1:role/a", "--format", "xml"],
            "",
            "possible values",
        ),
        (&["whoami"], "", "region"),
        (&["presign", "https://bucket.s3.amazonaws.com/a b"], "", "percent-encoded"),
        (&["local", "--region", "a b"], "", "region"),
    ] {
        let outcome = run(sigfour(arguments.iter().copied()).envs(KEYS), input.as_bytes());
        assert_eq!((outcome.code, &*outcome.out), (2, ""), "{arguments:?}: {outcome:?}");
        assert!(outcome.err.contains(why), "{arguments:?}, {why:?}: {outcome:?}");
        assert!(!outcome.err.contains(SECRET) && !outcome.err.contains('\u{1b}'), "{outcome:?}");
    }
}

#[test]
fn a_request_with_the_date_of_an_earlier_signing_is_refused_with_advice() {
    let request = "GET / HTTP/1.1\nHost: example.amazonaws.com\nX-Amz-Date: 20150830T123600Z\n\n";
    sign(&["--service", "service", "--region", "us-east-1"], request).failed(2, "--date");
    assert!(sign(&VANILLA_SCOPE, request).done().out.contains(VANILLA_SIGNATURE));
}

#[test]
fn no_credentials_is_exit_code_3() {
    let url = "https://abc.lambda-url.us-east-1.on.aws/";
    let role = "arn:aws:iam::123456789012:role/caller";
    for arguments in [
        &["call", url][..],
        &["call", "--role-arn", role, url],
        &["presign", url],
        &["sign", "--service", "s", "--region", "r"],
        &["verify"],
        &["assume-role", "--region", "us-east-1", "--role-arn", role],
        &["whoami", "--region", "us-east-1"],
        &["whoami", "--region", "us-east-1", "--profile", "nobody"],
    ] {
        let outcome = run(&mut sigfour(arguments.iter().copied()), VANILLA.as_bytes());
        let outcome = outcome.failed(3, "no credentials were found");
        assert!(outcome.err.contains("what to do:"), "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.out, "");
    }
}

#[test]
fn a_server_that_is_not_there_is_exit_code_4() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}/");
    let call =
        ["call", "--service", "lambda", "--region", "us-east-1", "--connect-timeout", "5", &url];
    run(sigfour(call).envs(KEYS), b"").failed(4, "connection was refused");
    let whoami = ["whoami", "--region", "us-east-1"];
    run(sigfour(whoami).envs(KEYS).env("AWS_ENDPOINT_URL_STS", &url), b"")
        .failed(4, "no answer from");
}

#[test]
fn a_profile_gives_keys_and_region() {
    let credentials = file(
        "credentials",
        format!("[work]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = {SECRET}\n")
            .as_bytes(),
    );
    let config = file("config", b"[profile work]\nregion = us-east-1\n");
    let arguments =
        ["sign", "--service", "service", "--profile", "work", "--date", "20150830T123600Z"];
    let mut command = sigfour(arguments);
    command.env("AWS_SHARED_CREDENTIALS_FILE", &credentials).env("AWS_CONFIG_FILE", &config);
    assert!(run(&mut command, VANILLA.as_bytes()).done().out.contains(VANILLA_SIGNATURE));
}

// On a loopback AWS

/// The command, with the environment of a loopback AWS.
fn on<'a>(aws: &LocalAws, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = sigfour(arguments);
    command.envs(aws.environment());
    command
}

#[test]
fn the_demonstration_needs_nothing_and_takes_no_notice_of_anything() {
    let plain = run(&mut sigfour(["demo"]), b"").done();
    for word in [
        "AssumeRole",
        "Canonical request",
        "String to sign",
        "Signing key",
        "Signature=",
        "HTTP 200",
        "refused: HTTP 403",
        "Expired",
    ] {
        assert!(plain.out.contains(word), "{word}: {}", plain.out);
    }
    assert!(!plain.out.contains("FAILED") && !plain.out.contains('\u{1b}'), "{}", plain.out);
    assert!(plain.out.lines().count() < 90, "{}", plain.out);
    let mut command = sigfour(["demo"]);
    for (name, value) in [
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SESSION_TOKEN", "x y"),
        ("AWS_PROFILE", "nobody"),
        ("AWS_REGION", "no where"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1/"),
        ("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1/"),
        ("AWS_CA_BUNDLE", "/nonexistent"),
        ("AWS_CONFIG_FILE", "/"),
        ("HTTPS_PROXY", "http://127.0.0.1:1"),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("ALL_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "nonsense"),
    ] {
        command.env(name, value);
    }
    run(&mut command, b"").done();
}

#[test]
fn a_role_is_assumed_and_a_function_called() {
    let aws = LocalAws::builder().external_id("their-id").start().unwrap();
    let (role, url) = (aws.role_arn(), format!("{}a%20b?x=1", aws.function_url()));
    let call = ["call", "--service", "lambda", "--role-arn", &role, "--external-id", "their-id"];
    let with =
        |rest: &[&str], input: &[u8]| run(&mut on(&aws, call.iter().chain(rest).copied()), input);
    let event = with(&["--session-name", "a-test", &url], b"").done();
    assert_eq!(event.err, "");
    let event = event.json();
    assert_eq!(event["rawPath"], "/a%20b");
    assert_eq!(event["requestContext"]["http"]["method"], "GET");
    assert!(
        event["requestContext"]["authorizer"]["iam"]["userArn"]
            .as_str()
            .unwrap()
            .ends_with("/a-test")
    );

    let posted = with(&["-d", "a=1", "-d", "@-", &url], b"b=\n2\n").done().json();
    assert_eq!(posted["requestContext"]["http"]["method"], "POST");
    assert_eq!(posted["headers"]["content-type"], "application/x-www-form-urlencoded");
    assert!(body_is(&posted, b"a=1&b=2"), "{posted}");

    let put = [
        "-X",
        "PUT",
        "-H",
        "content-type: text/plain",
        "-H",
        "X-Own: é",
        "--data-binary",
        "@-",
        &url,
    ];
    let put = with(&put, b"a\n\0b\n").done().json();
    assert_eq!(put["requestContext"]["http"]["method"], "PUT");
    assert_eq!(put["headers"]["content-type"], "text/plain");
    assert!(body_is(&put, b"a\n\0b\n"), "{put}");

    with(&["--unsigned-payload", &url], b"").failed(2, "UNSIGNED-PAYLOAD");
}

/// Whether the body of an event is this one, in base64 or not.
fn body_is(event: &Value, body: &[u8]) -> bool {
    let given = event["body"].as_str().unwrap_or_default();
    let base64 = match body {
        b"a=1&b=2" => "YT0xJmI9Mg==",
        _ => "YQoAYgo=",
    };
    match event["isBase64Encoded"] == true {
        true => given == base64,
        false => given.as_bytes() == body,
    }
}

#[test]
fn a_refusal_is_exit_code_1_with_what_to_do_and_the_body_on_stdout() {
    let aws = LocalAws::start().unwrap();
    let url = aws.function_url();
    let arguments = ["call", "--service", "lambda", "-i", &url];
    let refused = run(&mut on(&aws, arguments), b"").failed(1, "AccessDeniedException");
    assert!(refused.out.starts_with("HTTP/1.1 403\r\n"), "{refused:?}");
    assert!(refused.out.contains("\r\n\r\n{\"Message\":\"Forbidden"), "{refused:?}");
    assert!(refused.err.contains("what to do: "), "{refused:?}");
    let wrong_region = ["call", "--service", "lambda", "--region", "eu-west-1", &url];
    run(&mut on(&aws, wrong_region), b"").failed(1, "region");
    let mut wrong_key = on(&aws, ["whoami"]);
    run(wrong_key.env("AWS_ACCESS_KEY_ID", "AKIDOTHER"), b"").failed(1, "InvalidClientTokenId");
    let other = ["assume-role", "--role-arn", "arn:aws:iam::123456789012:role/other"];
    run(&mut on(&aws, other), b"").failed(1, "AccessDenied");
}

#[test]
fn the_answer_goes_to_a_file_and_the_steps_to_stderr() {
    let aws = LocalAws::builder().function_allows_user(true).start().unwrap();
    let assumed =
        run(&mut on(&aws, ["assume-role", "--role-arn", &aws.role_arn(), "--format", "json"]), b"");
    let credentials = assumed.done().json()["Credentials"].clone();
    let token = credentials["SessionToken"].as_str().unwrap();
    let secret = credentials["SecretAccessKey"].as_str().unwrap();
    let path = file("answer.json", b"");
    let url = aws.function_url();
    let arguments = ["call", "-v", "-o", path.to_str().unwrap(), "--service", "lambda", &url];
    let mut command = on(&aws, arguments);
    command
        .env("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"].as_str().unwrap())
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .env("AWS_SESSION_TOKEN", token);
    let outcome = run(&mut command, b"").done();
    assert_eq!(outcome.out, "");
    assert!(outcome.err.contains("Canonical request\n  GET\n  /\n"), "{outcome:?}");
    assert!(outcome.err.contains("< HTTP 200"), "{outcome:?}");
    assert!(!outcome.err.contains(token) && !outcome.err.contains(secret), "{outcome:?}");
    let event: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(event["version"], "2.0");
}

#[test]
fn whoami_tells_who_one_is() {
    let aws = LocalAws::start().unwrap();
    let text = run(&mut on(&aws, ["whoami"]), b"").done();
    assert!(text.out.contains(&aws.user_arn()), "{text:?}");
    let json = run(&mut on(&aws, ["whoami", "--json"]), b"").done().json();
    assert_eq!(json["Arn"], aws.user_arn());
    assert_eq!(json["Account"], "123456789012");
}

#[test]
fn the_credentials_of_a_role_come_in_three_formats() {
    let aws = LocalAws::start().unwrap();
    let role = aws.role_arn();
    let in_format = |format: &str| {
        let arguments =
            ["assume-role", "--role-arn", &role, "--duration", "900", "--format", format];
        run(&mut on(&aws, arguments), b"").done()
    };
    let json = in_format("json").json();
    assert!(json["AssumedRoleUser"]["Arn"].as_str().unwrap().ends_with("/caller/sigfour"));
    let process = in_format("process").json();
    assert_eq!(process["Version"], 1);
    for answer in [&json["Credentials"], &process] {
        for member in ["AccessKeyId", "SecretAccessKey", "SessionToken"] {
            assert!(answer[member].as_str().is_some_and(|text| !text.is_empty()), "{answer}");
        }
        let end = answer["Expiration"].as_str().unwrap();
        assert!(end.len() == 20 && end.ends_with('Z'), "{answer}");
    }

    let env = in_format("env").out;
    let mut assumed = on(&aws, ["whoami", "--json"]);
    for line in env.lines() {
        let (name, value) =
            line.strip_prefix("export ").and_then(|line| line.split_once('=')).unwrap();
        assumed.env(name, value.trim_matches('\''));
    }
    let who = run(&mut assumed, b"").done().json();
    assert_eq!(who["Arn"], "arn:aws:sts::123456789012:assumed-role/caller/sigfour");
}

/// Ends a process however the test ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_loopback_aws_serves_whoever_has_its_variables() {
    let mut served = sigfour(["local", "--region", "eu-west-1"]);
    served.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut served = Killed(served.spawn().unwrap());
    let lines = BufReader::new(served.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut call = None;
    let mut variables = Vec::new();
    for line in lines {
        if let Some((name, value)) =
            line.strip_prefix("export ").and_then(|line| line.split_once('='))
        {
            variables.push((name.to_string(), value.trim_matches('\'').to_string()));
        }
        if let Some(arguments) = line.strip_prefix("#   sigfour call ") {
            call = Some(arguments.to_string());
            break;
        }
    }
    let call = call.expect("a call to try");
    let arguments = ["call"].into_iter().chain(call.split(' '));
    let event = run(sigfour(arguments).envs(variables.clone()), b"").done().json();
    assert_eq!(event["version"], "2.0");
    run(sigfour(["whoami"]).envs(variables), b"").done();
}
