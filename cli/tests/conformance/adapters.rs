//! Adapters that misbehave are survived, and told from those that are wrong.

use std::fs;
use std::time::Instant;

use serde_json::Value;

use crate::command::{ADAPTER, conformance, printed};

/// A few cases are enough: those of key derivation and of AWS's S3 page.
const FEW: &str = "docs/";

fn wrong(report: &Value) -> Vec<String> {
    let cases = report["cases"].as_array().unwrap().iter();
    let wrong = cases.filter(|case| case["verdict"] == "wrong");
    wrong.map(|case| case["detail"].as_str().unwrap().to_string()).collect()
}

fn of(adapter: &str) -> Value {
    let ran = conformance(&["--adapter", adapter, FEW]);
    assert_eq!(ran.code(), 1, "{adapter}");
    ran.json()
}

#[test]
fn one_that_hangs_is_given_up_in_time() {
    let start = Instant::now();
    let ran = conformance(&["--adapter", "sleep 600", "--timeout", "0.2", FEW]);
    let report = ran.json();
    assert!(start.elapsed().as_secs() < 60, "three times 0.2 s, and not every case");
    assert_eq!(ran.code(), 2);
    assert_eq!(report["totals"]["passed"], 0);
    let wrong = wrong(&report);
    assert_eq!(wrong[0], "no answer in time");
    assert!(wrong.last().unwrap().contains("given up"), "{wrong:?}");
    assert!(ran.error().contains("the adapter gives no answer: no answer in time"));
}

#[test]
fn one_that_dies_now_and_then_is_started_again() {
    // Two answers a life, and silence for the third case.
    let two = format!("read -r line; printf '%s\\n' \"$line\" | {ADAPTER};").repeat(2);
    let report = of(&format!("{two} read -r line; echo out of breath >&2; exit 3"));
    let wrong = wrong(&report);
    assert!(!wrong.is_empty());
    assert!(wrong.iter().all(|why| why.contains("out of breath")), "{wrong:?}");
    assert!(report["totals"]["passed"].as_u64().unwrap() >= 4, "{report:#}");
}

#[test]
fn one_that_dies_of_many_inputs_is_asked_the_others() {
    // It knows key derivation only, and dies of all else, many times in a row.
    let one = format!(
        "read -r line; case $line in *derive_key*) printf '%s\\n' \"$line\" | {ADAPTER};; *) exit 4;; esac;"
    );
    let adapter = one.repeat(9);
    let ran = conformance(&["--adapter", &adapter, "docs/", "token/", "key/derived/"]);
    let report = ran.json();
    assert_eq!(ran.code(), 1);
    assert!(report["totals"]["passed"].as_u64().unwrap() >= 10, "{:#}", report["totals"]);
}

#[test]
fn one_that_never_starts_says_why_and_nothing_else() {
    for format in [conformance, printed] {
        let ran = format(&["--adapter", "echo no such library >&2; exit 1", FEW]);
        assert_eq!(ran.code(), 2);
        assert!(ran.error().contains("no such library"), "{}", ran.error());
    }
    let ran = printed(&["--adapter", "exit 1"]);
    assert_eq!(ran.text(), "", "no table of nothing");
}

#[test]
fn one_that_babbles_is_not_waited_for() {
    for babble in ["yes", "yes '{\"id\": 1}'"] {
        let ran = conformance(&["--adapter", babble, FEW]);
        assert_eq!((ran.code(), &ran.json()["totals"]["passed"]), (2, &0.into()), "{babble}");
    }
    assert_eq!(of("cat")["totals"]["passed"], 0);
}

#[test]
fn one_that_supports_nothing_is_not_wrong_and_no_success() {
    let adapter = r#"sed -u -E 's/.*"id":"([^"]*)".*/{"id":"\1","unsupported":true}/'"#;
    let ran = conformance(&["--adapter", adapter, FEW]);
    let report = ran.json();
    assert_eq!((ran.code(), &report["totals"]["wrong"]), (2, &0.into()));
    assert_eq!(report["totals"]["unsupported"], report["cases"].as_array().unwrap().len());
}

#[test]
fn what_an_adapter_says_does_not_move_the_cursor() {
    let adapter = r#"sed -u -E 's/.*"id":"([^"]*)".*/{"id":"\1","error":{"code":"x","message":"\\u001b]0;title"}}/'"#;
    let ran = printed(&["--adapter", adapter, "docs/iam-list-users"]);
    assert!(ran.text().contains("u{1b}") && !ran.text().contains('\u{1b}'), "{}", ran.text());
}

#[test]
fn one_that_is_wrong_is_shown_where() {
    // Sorts out the canonical request, and leaves the signature as it is.
    let adapter = format!(r"{ADAPTER} | sed -u 's/aws4_request/aws5_request/g'");
    let ran = printed(&["--adapter", &adapter, "docs/iam-list-users"]);
    assert_eq!(ran.code(), 1);
    let text = ran.text();
    assert!(text.contains("wrong: docs/iam-list-users"), "{text}");
    assert!(text.contains("- 20150830/us-east-1/iam/aws4_request"), "{text}");
    assert!(text.contains("+ 20150830/us-east-1/iam/aws5_request"), "{text}");
}

#[test]
fn one_that_signs_other_headers_is_judged_by_what_it_sends() {
    // Gives the adapter one header less to sign, as signers do that leave an optional one out.
    let adapter = format!(r#"sed -u 's/\["Range","bytes=0-9"\],*//; s/,\]/]/' | {ADAPTER}"#);
    let case = "docs/s3-get-object";
    let report = conformance(&["--adapter", &adapter, case]).json();
    assert_eq!(report["totals"]["passed"], 1, "{report:#}");
    let exact = conformance(&["--adapter", &adapter, "--exact", case]).json();
    assert_eq!(exact["totals"]["wrong"], 1, "{exact:#}");
}

#[test]
fn the_report_is_junit_xml_too() {
    let folder = std::env::temp_dir().join(format!("sigfour-junit-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("report.xml");
    let arguments = ["--adapter", "cat", "--junit", path.to_str().unwrap(), FEW];
    let report = conformance(&arguments).json();
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let xml = roxmltree::Document::parse(&text).unwrap();
    let failures = xml.descendants().filter(|node| node.has_tag_name("failure")).count();
    assert_eq!(report["totals"]["wrong"], failures);
}

#[test]
fn a_choice_of_nothing_is_a_mistake() {
    for arguments in [["--flag", "NoSuchFlag"], ["--op", "no_such_op"], ["--vectors", "/no/folder"]]
    {
        assert_eq!(conformance(&arguments).code(), 2, "{arguments:?}");
    }
    for arguments in [&["no/such/id"][..], &["docs/", "no/such/id"], &["--junit", "/no/folder/x"]] {
        assert_eq!(conformance(arguments).code(), 2, "{arguments:?}");
    }
}

#[test]
fn the_cases_can_be_listed() {
    let ran = printed(&["--list", "--flag", "KeyDerivation"]);
    assert_eq!(ran.code(), 0);
    assert!(ran.text().lines().all(|line| line.contains("KeyDerivation")), "{}", ran.text());
    assert!(ran.text().contains("docs/derive-key/20120215  KeyDerivation  "), "{}", ran.text());
}
