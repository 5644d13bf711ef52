//! What this crate signs, it lets in; with another digit in the signature, it does not.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::command::SIGFOUR;
use crate::files;

/// Asks the adapter for each of the requests.
fn answers(requests: &[Value]) -> Vec<Value> {
    let mut adapter = Command::new(SIGFOUR)
        .arg("adapter")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = adapter.stdin.take().unwrap();
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = adapter.wait_with_output().unwrap();
    writer.join().unwrap();
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// The request as sent, to be verified.
fn received(request: &Value, answer: &Value) -> Value {
    let mut known = json!({
        "access_key_id": request["access_key_id"],
        "secret_access_key": request["secret_access_key"],
    });
    if request.get("session_token").is_some() {
        known["session_token"] = request["session_token"].clone();
    }
    let mut received = json!({"op": "verify", "now": request["timestamp"], "credentials": [known]});
    for member in ["id", "method", "target", "headers", "body", "region", "service", "rules"] {
        if let Some(value) = request.get(member) {
            received[member] = value.clone();
        }
    }
    match answer.get("target") {
        Some(target) => received["target"] = target.clone(),
        None => {
            let headers = received["headers"].as_array_mut().unwrap();
            headers.extend(answer["headers"].as_array().unwrap().clone());
        }
    }
    received
}

#[test]
fn what_is_signed_is_let_in_and_with_another_digit_it_is_not() {
    let signed = |request: &Value| matches!(request["op"].as_str(), Some("sign" | "presign"));
    let mut requests = Vec::new();
    for file in files::all().values() {
        let cases = files::cases(file).into_iter();
        let cases = cases.filter(|(case, request)| case["result"] != "invalid" && signed(request));
        requests.extend(cases.map(|(_, request)| request));
    }
    assert!(requests.len() > 500, "{}", requests.len());

    let answers_to_sign = answers(&requests);
    let mut checks = Vec::new();
    for (request, answer) in requests.iter().zip(&answers_to_sign) {
        assert_eq!(request["id"], answer["id"]);
        let sent = received(request, answer);
        let signature = answer["signature"].as_str().unwrap();
        let last = if signature.ends_with('0') { "1" } else { "0" };
        let other = format!("{}{last}", &signature[..63]);
        let forged: Value =
            serde_json::from_str(&sent.to_string().replace(signature, &other)).unwrap();
        checks.push((sent, "valid"));
        checks.push((forged, "invalid"));
    }
    let to_verify: Vec<Value> = checks.iter().map(|(request, _)| request.clone()).collect();
    for ((request, expected), answer) in checks.iter().zip(answers(&to_verify)) {
        // A streamed body is not verified yet.
        if answer.get("unsupported").is_none() {
            assert_eq!(answer["result"], *expected, "{request}: {answer}");
        }
    }
}
