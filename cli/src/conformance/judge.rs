//! What an answer is worth.
//!
//! - `unsupported` is neither right nor wrong. `acceptable` cases are counted for nobody.
//! - `invalid`: the input must be refused, with an error or, by `verify`, with `invalid`. A signer may put it right
//!   instead, by replacing an old signature, say: what it sends is then let in. One that signs what no server lets
//!   in lets it through: no signer promises to check its input, so that is told and not held against it, unless a
//!   control character gets onto the wire.
//! - `valid`: every member that both have must be equal, and what the op is for must be there. A signature of
//!   other headers than the expected ones is judged by whether the request, as it would be sent, is let in.
//!   ECDSA signatures differ each time: they are verified with the public key.

use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde_json::{Map, Value};

use super::difference::{self, Difference};
use super::program::Broken;
use super::sent::{self, Sent};
use super::vectors::{Case, Demand};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    Wrong(Wrong),
    Unsupported,
    /// For an `invalid` case: it is signed, and what is sent is refused.
    LetThrough(String),
    /// For an `acceptable` case: which of the known answers it is.
    NotCounted(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) why: String,
    pub(super) difference: Option<Difference>,
}

fn wrong(why: impl Into<String>) -> Verdict {
    Verdict::Wrong(Wrong { why: why.into(), difference: None })
}

fn differing(difference: Difference) -> Verdict {
    let why = format!("{} differs", difference.member);
    Verdict::Wrong(Wrong { why, difference: Some(difference) })
}

/// How strictly an implementation is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Every member, and the reasons, as the files have them.
    Exact,
    /// What it makes of the request must be let in.
    AsSent,
}

pub(super) fn judge(case: &Case, answer: &Result<Value, Broken>, measure: Measure) -> Verdict {
    let answer = match answer {
        Ok(answer) => answer,
        Err(_) if case.demand == Demand::Acceptable => return not_counted("no answer"),
        Err(Broken::TimedOut) => return wrong("no answer in time"),
        Err(Broken::Crashed(how)) => return wrong(format!("it crashed ({how})")),
        Err(Broken::Garbled(what)) => return wrong(format!("its answer is {what}")),
    };
    if answer["unsupported"] == true {
        return Verdict::Unsupported;
    }
    match case.demand {
        Demand::Valid => valid(case, answer, measure),
        Demand::Invalid => invalid(case, answer, measure),
        Demand::Acceptable => acceptable(case, answer),
    }
}

fn not_counted(what: impl Into<String>) -> Verdict {
    Verdict::NotCounted(what.into())
}

fn refusal(answer: &Value) -> Option<&str> {
    let code = answer["error"]["code"].as_str();
    code.or_else(|| answer.get("error").map(|_| "an error without a code"))
}

fn invalid(case: &Case, answer: &Value, measure: Measure) -> Verdict {
    let reason = match refusal(answer) {
        Some(code) => code,
        None if answer["result"] == "invalid" => answer["reason"].as_str().unwrap_or_default(),
        None if measure == Measure::AsSent && !case.op.starts_with("verify") => {
            return not_refused(case, answer);
        }
        None => return wrong("it takes what must be refused"),
    };
    match case.expected.get("reason").and_then(Value::as_str) {
        Some(expected) if measure == Measure::Exact && expected != reason => {
            let texts = (expected.to_string(), reason.to_string());
            differing(Difference { member: "reason".into(), expected: texts.0, found: texts.1 })
        }
        _ => Verdict::Passed,
    }
}

fn not_refused(case: &Case, answer: &Value) -> Verdict {
    if !matches!(&*case.op, "sign" | "presign") {
        return Verdict::LetThrough("it answers".into());
    }
    match sent::verify(case, answer) {
        Sent::LetIn => Verdict::Passed,
        Sent::Unclear(_) => Verdict::Unsupported,
        Sent::Refused(refused) => {
            let why = refused.why;
            let is_control = case.flags.iter().any(|flag| flag == "ControlCharacter");
            match is_control && refused.is_no_request {
                true => wrong(format!("a control character gets through: {why}")),
                false => Verdict::LetThrough(why),
            }
        }
    }
}

fn acceptable(case: &Case, answer: &Value) -> Verdict {
    let is =
        |expected: &Map<String, Value>| difference::first(case, expected, answer, false).is_none();
    if let Some(code) = refusal(answer) {
        return not_counted(format!("refused ({code})"));
    }
    if is(&case.expected) {
        return not_counted("as expected");
    }
    match case.alternatives.iter().find(|(_, expected)| is(expected)) {
        Some((who, _)) => not_counted(format!("as {who}")),
        None => not_counted("another answer"),
    }
}

fn valid(case: &Case, answer: &Value, measure: Measure) -> Verdict {
    if let Some(code) = refusal(answer) {
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        let colon = if message.is_empty() { "" } else { ": " };
        return wrong(format!("it refuses a valid input: {code}{colon}{message}"));
    }
    match case.op.as_str() {
        "verify" | "verify_v4a" if answer["result"] != "valid" => {
            let reason = answer["reason"].as_str().unwrap_or("no reason");
            return wrong(format!("it refuses what is valid: {reason}"));
        }
        "sign_v4a" | "presign_v4a" => return ecdsa(case, answer),
        _ => {}
    }
    let exact = measure == Measure::Exact;
    let difference = difference::first(case, &case.expected, answer, exact);
    // The expected answer, sent as it was given.
    let is_as_given = difference.is_none() && (case.op != "sign" || answer["target"].is_null());
    match difference {
        _ if is_as_given => Verdict::Passed,
        Some(difference) if exact || !matches!(&*case.op, "sign" | "presign") => {
            differing(difference)
        }
        difference => as_sent(case, answer, difference),
    }
}

/// With other headers signed, the expected text has differences that are none: what is sent is what counts.
fn as_sent(case: &Case, answer: &Value, difference: Option<Difference>) -> Verdict {
    let refused = match sent::verify(case, answer) {
        Sent::LetIn => return Verdict::Passed,
        Sent::Unclear(what) => return not_counted(what),
        Sent::Refused(refused) => refused,
    };
    let signs_others = answer.get("signed_headers") != case.expected.get("signed_headers");
    let theirs = answer["canonical_request"].as_str();
    let difference = match (refused.canonical_request, theirs) {
        (Some(expected), Some(found)) if signs_others && expected != found => {
            Some(Difference { member: "canonical_request".into(), expected, found: found.into() })
        }
        _ if !signs_others => difference,
        _ => None,
    };
    Verdict::Wrong(Wrong { why: refused.why, difference })
}

/// SigV4A: the steps exactly, the signature by the public key.
fn ecdsa(case: &Case, answer: &Value) -> Verdict {
    const STEPS: [&str; 3] = ["canonical_request", "string_to_sign", "signed_headers"];
    let steps: Map<String, Value> = case
        .expected
        .iter()
        .filter(|(name, _)| STEPS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Some(difference) = difference::first(case, &steps, answer, false) {
        return differing(difference);
    }
    let bytes = |value: Option<&Value>| {
        value.and_then(Value::as_str).and_then(|digits| hex::decode(digits).ok())
    };
    let expected = |name: &str| case.expected.get(name);
    let (Some(x), Some(y)) = (bytes(expected("public_key_x")), bytes(expected("public_key_y")))
    else {
        return Verdict::Passed;
    };
    let Some(signature) = bytes(answer.get("signature")) else {
        return wrong("the answer has no signature");
    };
    let message = expected("string_to_sign").and_then(Value::as_str).unwrap_or_default();
    // An uncompressed point: SEC 1, section 2.3.3.
    let point = [&[4][..], &x, &y].concat();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point);
    match key.verify(message.as_bytes(), &signature) {
        Ok(()) => Verdict::Passed,
        Err(_) => wrong("the signature is not one of the string to sign under the key"),
    }
}
