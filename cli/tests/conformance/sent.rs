//! A signer is judged by what it sends: this crate's own adapter, asked something else or with its answer changed.

use std::fs;
use std::process::Command;

use crate::command::{ADAPTER, conformance};

/// The verdict on a case, and its detail; `before` and `behind` are scripts of sed.
fn verdict_on(case: &str, before: &str, behind: &str) -> (String, String) {
    let adapter = format!("sed -u '{before}' | {ADAPTER} | sed -u '{behind}'");
    let report = conformance(&["--adapter", &adapter, case]).json();
    let cases = report["cases"].as_array().unwrap();
    let found = cases.iter().find(|found| found["id"] == case).unwrap();
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_string();
    (text("verdict"), text("detail"))
}

#[test]
fn input_that_is_put_right_is_as_good_as_refused() {
    // An old Authorization header is replaced.
    let dropped = r#"s/,\["Authorization","Bearer a"\]//"#;
    let (verdict, detail) = verdict_on("refused/signed-otherwise", dropped, "");
    assert_eq!(verdict, "passed", "{detail}");
}

#[test]
fn unusable_input_that_is_signed_is_let_through_and_not_wrong() {
    let other = "s,us/east,us-east,";
    let (verdict, detail) = verdict_on("refused/region-slash", other, "");
    assert_eq!(verdict, "let_through", "{detail}");
    let adapter = format!("sed -u '{other}' | {ADAPTER}");
    let ran = conformance(&["--adapter", &adapter, "refused/region-slash"]);
    assert_eq!((ran.code(), &ran.json()["totals"]["let_through"]), (0, &1.into()));
}

#[test]
fn a_line_break_on_the_wire_is_wrong() {
    let (verdict, detail) = verdict_on("refused/value-lf", r"s/a\\nb/ab/", "");
    assert_eq!(verdict, "wrong");
    assert!(detail.contains("control character"), "{detail}");
}

#[test]
fn a_target_may_be_sent_otherwise_and_must_stand_for_the_same() {
    let sends = |target: &str| {
        let script = format!(r#"s,^{{,{{"target":"{target}"\,,"#).replace('&', r"\&");
        verdict_on("query/two", "", &script)
    };
    assert_eq!(sends("/?a=1&b=2").0, "passed");
    assert_eq!(sends("/?%61=1&b=2").0, "passed");
    for other in ["/?a=1", "/?a=1&b=3", "/?a=1&b=2&c=3", "/x?a=1&b=2"] {
        let (verdict, detail) = sends(other);
        assert_eq!(verdict, "wrong", "{other}");
        assert!(detail.contains("changes the caller's"), "{detail}");
    }
}

#[test]
fn a_host_may_lose_its_usual_port_and_no_other() {
    let short = "s/example.com:443/example.com/";
    let with = |name: &str| {
        let host = r#"s/"headers":\[/&["host","example.com"],/"#;
        let (verdict, _) = verdict_on(name, short, host);
        verdict
    };
    assert_eq!(with("host/port-443"), "passed");
    assert_eq!(verdict_on("host/presigned/port-443", short, "").0, "passed");
    let other = "s/example.com:8080/example.com/";
    assert_eq!(verdict_on("host/presigned/port", other, "").0, "wrong");
}

#[test]
fn the_example_of_the_readme_is_an_adapter() {
    let readme = include_str!("../../test-vectors/README.md");
    let example = readme.split("```python\n").nth(2).unwrap().split("```").next().unwrap();
    let path = std::env::temp_dir().join(format!("sigfour-adapter-{}.py", std::process::id()));
    fs::write(&path, example).unwrap();
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    let adapter = format!("python3 {}", path.display());
    let report = conformance(&["--adapter", &adapter, "--op", "derive_key"]).json();
    fs::remove_file(&path).unwrap();
    assert!(!has_python || report["totals"]["passed"].as_u64().unwrap() >= 20, "{report:#}");
    assert!(!has_python || report["totals"]["wrong"] == 0, "{report:#}");
}
