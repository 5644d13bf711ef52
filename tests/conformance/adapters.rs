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
    assert_eq!(ran.code(), 1);
    assert_eq!(report["totals"]["passed"], 0);
    let wrong = wrong(&report);
    assert_eq!(wrong[0], "no answer in time");
    assert!(wrong.last().unwrap().contains("given up"), "{wrong:?}");
    assert!(String::from_utf8_lossy(&ran.0.stderr).contains("given up"));
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
fn one_that_never_starts_says_why() {
    let wrong = wrong(&of("echo no such library >&2; exit 1"));
    assert!(wrong[0].contains("no such library"), "{wrong:?}");
}

#[test]
fn one_that_babbles_is_wrong_and_not_waited_for() {
    for babble in ["yes", "yes '{\"id\": 1}'", "cat"] {
        let report = of(babble);
        assert_eq!(report["totals"]["passed"], 0, "{babble}");
    }
}

#[test]
fn one_that_supports_nothing_is_not_wrong() {
    let adapter = r#"sed -u -E 's/.*"id":"([^"]*)".*/{"id":"\1","unsupported":true}/'"#;
    let ran = conformance(&["--adapter", adapter, FEW]);
    assert_eq!((ran.code(), &ran.json()["totals"]["passed"]), (0, &0.into()));
    let report = ran.json();
    assert_eq!(report["totals"]["unsupported"], report["cases"].as_array().unwrap().len());
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
    let arguments = ["--adapter", "exit 1", "--junit", path.to_str().unwrap(), FEW];
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
}
