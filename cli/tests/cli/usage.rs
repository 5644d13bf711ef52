//! Help, wrong usage, the exit codes, and where credentials come from.

use crate::support::*;

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
        (&["sign"], "GET / HTTP/1.1\n\n", "Host"),
        (&["sign", "--service", "s"], VANILLA, "--region"),
        (&["sign", "--region", "r"], VANILLA, "--service"),
        (&["call"], "", "<URL>"),
        (&["call", "https://h/", "--timeout", "0.5"], "", "--timeout"),
        (&["call", "https://h/", "--connect-timeout", "0"], "", "--connect-timeout"),
        (&["call", "https://h/", "--region", "us east"], "", "--region"),
        (&["call", "https://h/", "--service", ""], "", "--service"),
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

#[test]
fn what_can_not_be_read_or_signed_comes_with_what_to_do() {
    let host = "Host: abc.lambda-url.us-east-1.on.aws\n";
    let twice = format!("GET / HTTP/1.1\n{host}{host}\n");
    let absolute = format!("GET https://h/ HTTP/1.1\n{host}\n");
    let fragment = format!("GET /a#b HTTP/1.1\n{host}\n");
    for (arguments, input, advice) in [
        (&["sign"][..], "GET / HTTP/1.1\n\n", "`Host: "),
        (&["sign"], &twice, "take out the others"),
        (&["sign"], &absolute, "`GET /path?query HTTP/1.1`"),
        (&["sign"], &fragment, "%23"),
        (&["verify", "nowhere.http"], "", "Check the path"),
        (&["call", "https://h/", "-d", "@nowhere"], "", "Check the path"),
        (
            &["call", "https://h/", "--service", "a", "--region", "b", "-o", "/nowhere/x"],
            "",
            "folder",
        ),
    ] {
        let outcome = run(sigfour(arguments.iter().copied()).envs(KEYS), input.as_bytes());
        let (_, told) =
            outcome.err.split_once("what to do: ").unwrap_or_else(|| panic!("{outcome:?}"));
        assert!(outcome.code == 2 && told.contains(advice), "{arguments:?}: {outcome:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_without_room_is_told() {
    let mut command = sigfour(["presign", "https://s3.amazonaws.com/"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.envs(KEYS).stdout(full).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("what to do: Make room"), "{told}");
}
