//! Where an answer differs from another, member by member.

use serde_json::{Map, Value};

use super::frame;
use super::vectors::{Case, list};

/// Two texts that should be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) member: String,
    pub(super) expected: String,
    pub(super) found: String,
}

/// The members that tell more come first: what made the others differ.
const ORDER: [&str; 6] = [
    "canonical_request",
    "string_to_sign",
    "signed_headers",
    "signature",
    "authorization",
    "headers",
];

/// The first member of `expected` that the answer has otherwise. One that the answer lacks counts if `all` do, or if it
/// is one of those that the implementation can't leave out.
pub(super) fn first(
    case: &Case,
    expected: &Map<String, Value>,
    answer: &Value,
    all: bool,
) -> Option<Difference> {
    let place = |name: &str| ORDER.iter().position(|first| *first == name).unwrap_or(ORDER.len());
    let mut names: Vec<&String> = expected.keys().collect();
    names.sort_by_key(|name| place(name));
    names.into_iter().find_map(|name| {
        let wanted = &expected[name];
        match answer.get(name) {
            Some(found) => compared(case, name, wanted, found),
            None if all || final_members(&case.op).contains(&name.as_str()) => Some(Difference {
                member: name.clone(),
                expected: as_text(wanted),
                found: "(not in the answer)".into(),
            }),
            None => None,
        }
    })
}

/// What an answer to an op is of no use without.
fn final_members(op: &str) -> &'static [&'static str] {
    match op {
        "sign" => &["signature", "headers"],
        "presign" => &["signature", "target"],
        "derive_key" => &["signing_key"],
        "sign_chunks" | "sign_events" => &["steps"],
        "sign_post_policy" => &["signature"],
        "derive_key_v4a" => &["private_key"],
        _ => &[],
    }
}

fn compared(case: &Case, member: &str, wanted: &Value, found: &Value) -> Option<Difference> {
    let (expected, found) = match member {
        "authorization" => (authorization(wanted), authorization(found)),
        "headers" => (header_lines(case, wanted), header_lines(case, found)),
        "target" => (target(wanted), target(found)),
        "fields" => (fields(wanted), fields(found)),
        "steps" => (steps(wanted, found), steps(found, wanted)),
        _ => (as_text(wanted), as_text(found)),
    };
    (expected != found).then(|| Difference { member: member.into(), expected, found })
}

/// A text as it is; anything else as JSON, a member a line.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// The members of an Authorization header in order, a line each.
fn authorization(value: &Value) -> String {
    let text = as_text(value);
    let (algorithm, rest) = text.split_once(' ').unwrap_or((&text, ""));
    let mut members: Vec<&str> = rest.split(',').map(str::trim).collect();
    members.sort_unstable();
    format!("{algorithm}\n{}", members.join("\n"))
}

/// Headers by their names in lower case, but for those that the request has already.
fn header_lines(case: &Case, value: &Value) -> String {
    let line = |header: &Value| {
        let (name, value) = (header[0].as_str()?, header[1].as_str()?);
        let value = match name.eq_ignore_ascii_case("authorization") {
            true => authorization(&header[1]).replace('\n', " "),
            false => value.trim().into(),
        };
        Some(format!("{}: {value}", name.to_ascii_lowercase()))
    };
    let given: Vec<_> = list(case.input("headers")).iter().filter_map(line).collect();
    let mut lines: Vec<_> = list(value).iter().filter_map(line).collect();
    lines.retain(|line| !given.contains(line));
    lines.sort();
    lines.join("\n")
}

/// Path and query parameters in order, a line each.
fn target(value: &Value) -> String {
    let text = as_text(value);
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    format!("{path}\n{}", pairs.join("\n"))
}

/// The fields of a form, a line each; their names count in any case.
fn fields(value: &Value) -> String {
    let line = |(name, value): (&String, &Value)| {
        format!("{}: {}", name.to_ascii_lowercase(), as_text(value))
    };
    let mut lines: Vec<_> = value.as_object().into_iter().flatten().map(line).collect();
    lines.sort();
    lines.join("\n")
}

/// The steps of a chain, with those of their members that both have; a signature must be there.
fn steps(value: &Value, other: &Value) -> String {
    let mut lines = Vec::new();
    for (at, step) in list(value).iter().enumerate() {
        lines.push(format!("step {at}"));
        for (name, value) in step.as_object().into_iter().flatten() {
            let text = as_text(value);
            match name.as_str() {
                "message" if other[at].get(name).is_some() => lines.push(frame::content(&text)),
                "signature" => lines.push(format!("signature {text}")),
                _ if other[at].get(name).is_some() => lines.push(text),
                _ => {}
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_may_lack_all_but_its_signature() {
        let wanted = json!([{"string_to_sign": "a", "signature": "b"}]);
        for (found, is_equal) in [
            (json!([{"string_to_sign": "a", "signature": "b"}]), true),
            (json!([{"signature": "b"}]), true),
            (json!([{"string_to_sign": "x", "signature": "b"}]), false),
            (json!([{"string_to_sign": "a", "signature": "x"}]), false),
            (json!([{"string_to_sign": "a"}]), false),
            (json!([]), false),
            (json!([{"signature": "b"}, {"signature": "c"}]), false),
            (json!("b"), false),
        ] {
            assert_eq!(steps(&wanted, &found) == steps(&found, &wanted), is_equal, "{found}");
        }
    }

    #[test]
    fn names_of_fields_count_in_any_case() {
        let wanted = json!({"policy": "a", "x-amz-date": "b"});
        assert_eq!(fields(&wanted), fields(&json!({"X-Amz-Date": "b", "Policy": "a"})));
        assert_ne!(fields(&wanted), fields(&json!({"X-Amz-Date": "B", "Policy": "a"})));
        assert_ne!(fields(&wanted), fields(&json!({"Policy": "a"})));
    }
}
