//! Where an answer differs from what is expected.

use serde_json::{Map, Value};

use crate::case;

/// The first member that differs, told so that a person sees where; `None` if all that is expected is there.
pub(crate) fn difference(
    expected: &Map<String, Value>,
    answer: &Map<String, Value>,
) -> Option<String> {
    expected.iter().find_map(|(name, wanted)| {
        let found = answer.get(name).unwrap_or(&Value::Null);
        match (name.as_str(), wanted, found) {
            // The order of the headers to add is of no account, nor is the case of their names.
            ("headers", Value::Array(_), Value::Array(_)) => {
                let [wanted, found] = [wanted, found].map(header_lines);
                (wanted != found).then(|| lines(name, &wanted, &found))
            }
            (_, Value::String(wanted), Value::String(found)) => {
                (wanted != found).then(|| lines(name, wanted, found))
            }
            _ => (wanted != found).then(|| lines(name, &wanted.to_string(), &found.to_string())),
        }
    })
}

fn header_lines(list: &Value) -> String {
    let mut lines: Vec<_> = case::headers(list)
        .into_iter()
        .map(|(name, value)| format!("{}: {value}", name.to_lowercase()))
        .collect();
    lines.sort();
    lines.join("\n")
}

/// The first line in which two texts differ.
fn lines(member: &str, wanted: &str, found: &str) -> String {
    let mut wanted = wanted.split('\n');
    let mut found = found.split('\n');
    for number in 1.. {
        let pair = (wanted.next(), found.next());
        if pair.0 != pair.1 || pair.0.is_none() {
            let show =
                |line: Option<&str>| line.map_or("(no such line)".into(), |l| format!("{l:?}"));
            return format!(
                "  {member}, line {number}\n    expected {}\n    found    {}",
                show(pair.0),
                show(pair.1)
            );
        }
    }
    String::new()
}

#[test]
fn the_first_line_that_differs_is_shown() {
    let text = lines("canonical_request", "GET\n/\na=1", "GET\n/\na=2\n");
    assert_eq!(text, "  canonical_request, line 3\n    expected \"a=1\"\n    found    \"a=2\"");
}
