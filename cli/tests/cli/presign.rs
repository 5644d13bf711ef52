//! `sigfour presign`: the URL, and what is said of it.

use crate::support::*;

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
            .failed(2, "--expires");
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
    with_token(Some("2015-08-30T12:00:00Z"))
        .failed(3, "have expired")
        .failed(3, "AWS_CREDENTIAL_EXPIRATION");
}

#[test]
fn a_header_of_a_presigned_url_is_asked_for() {
    let arguments =
        ["presign", "-X", "PUT", "-H", "Content-Type: text/plain", "https://b.s3.amazonaws.com/k"];
    let presigned = run(sigfour(arguments).envs(KEYS), b"").done();
    assert!(presigned.out.contains("X-Amz-SignedHeaders=content-type%3Bhost"), "{presigned:?}");
    assert!(presigned.err.contains("must send the header Content-Type: text/plain"));
}

#[test]
fn a_scope_that_the_host_contradicts_is_pointed_out() {
    let url = "https://b.s3.eu-west-1.amazonaws.com/k";
    let with = |rest: &[&str]| {
        run(sigfour(["presign", url].iter().chain(rest).copied()).envs(KEYS), b"").done()
    };
    let other = with(&["--region", "us-east-1", "--service", "s3"]);
    assert!(other.out.contains("%2Fus-east-1%2Fs3%2F"), "{other:?}");
    assert!(other.err.contains("as --region says, though the host tells eu-west-1"), "{other:?}");
    assert!(!other.err.contains("--service"), "{other:?}");
    assert_eq!(with(&["--region", "eu-west-1"]).err, "");
}
