//! The report as JUnit XML, which CI systems read: a suite for each op.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::judge::{Verdict, Wrong};
use super::report::Report;
use super::vectors::Case;
use crate::terminal::harmless;

type Out = Writer<Vec<u8>>;

pub(super) fn to_xml(report: &Report<'_>) -> io::Result<Vec<u8>> {
    let mut suites = BTreeMap::<&str, Vec<&(Case, Verdict)>>::new();
    for judged in &report.judged {
        suites.entry(&judged.0.op).or_default().push(judged);
    }
    let mut out = Out::new_with_indent(Vec::new(), b' ', 4);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let name = legal(&format!("sigfour conformance: {}", report.implementation));
    out.create_element("testsuites")
        .with_attribute(("name", &*name))
        .with_attributes(borrowed(&counts(report.judged.iter())))
        .write_inner_content(|out| {
            suites.iter().try_for_each(|(op, judged)| write_suite(out, op, judged))
        })?;
    out.write_event(Event::Text(BytesText::new("\n")))?;
    Ok(out.into_inner())
}

fn write_suite(out: &mut Out, op: &str, judged: &[&(Case, Verdict)]) -> io::Result<()> {
    out.create_element("testsuite")
        .with_attribute(("name", &*legal(op)))
        .with_attributes(borrowed(&counts(judged.iter().copied())))
        .write_inner_content(|out| {
            judged.iter().try_for_each(|(case, verdict)| write_case(out, case, verdict))
        })?;
    Ok(())
}

fn write_case(out: &mut Out, case: &Case, verdict: &Verdict) -> io::Result<()> {
    let element = out
        .create_element("testcase")
        .with_attribute(("name", &*legal(&case.id)))
        .with_attribute(("classname", &*legal(&case.op)));
    let skipped = match verdict {
        Verdict::Passed => return element.write_empty().map(drop),
        Verdict::Wrong(wrong) => {
            return element.write_inner_content(|out| write_failure(out, wrong)).map(drop);
        }
        Verdict::Unsupported => "unsupported".into(),
        Verdict::LetThrough(why) => format!("let through: {why}"),
        Verdict::NotCounted(answer) => format!("not counted: {answer}"),
    };
    element
        .write_inner_content(|out| {
            let element = out.create_element("skipped");
            element.with_attribute(("message", &*legal(&skipped))).write_empty().map(drop)
        })
        .map(drop)
}

fn write_failure(out: &mut Out, wrong: &Wrong) -> io::Result<()> {
    let element = out.create_element("failure").with_attribute(("message", &*legal(&wrong.why)));
    match &wrong.difference {
        None => element.write_empty(),
        Some(difference) => {
            let (expected, found) = (&difference.expected, &difference.found);
            let text = format!("{}\nexpected:\n{expected}\nfound:\n{found}", difference.member);
            element.write_text_content(BytesText::new(&legal(&text)))
        }
    }
    .map(drop)
}

/// The attributes that count test cases.
fn counts<'a>(judged: impl Iterator<Item = &'a (Case, Verdict)>) -> [(&'static str, String); 4] {
    let [mut tests, mut failures, mut skipped] = [0; 3];
    for (_, verdict) in judged {
        tests += 1;
        match verdict {
            Verdict::Passed => {}
            Verdict::Wrong(_) => failures += 1,
            Verdict::Unsupported | Verdict::LetThrough(_) | Verdict::NotCounted(_) => skipped += 1,
        }
    }
    [("tests", tests), ("failures", failures), ("errors", 0), ("skipped", skipped)]
        .map(|(name, count)| (name, count.to_string()))
}

fn borrowed<'a>(counts: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    counts.iter().map(|(name, count)| (*name, &**count))
}

/// A text without what XML 1.0 has no way to write: an adapter's words may hold any character.
fn legal(text: &str) -> String {
    harmless(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::difference::Difference;

    #[test]
    fn any_text_comes_through_and_the_cases_are_counted() {
        let words = "<a b=\"c\">\u{1b}[1m\0 & 'é' ]]>\r\n\u{ffff}";
        let all = crate::conformance::vectors::embedded().unwrap();
        let difference =
            Difference { member: "headers".into(), expected: words.into(), found: String::new() };
        let verdicts = [
            Verdict::Passed,
            Verdict::Unsupported,
            Verdict::LetThrough(words.into()),
            Verdict::NotCounted("no answer".into()),
            Verdict::Wrong(Wrong { why: words.into(), difference: None }),
            Verdict::Wrong(Wrong { why: "it differs".into(), difference: Some(difference) }),
        ];
        let report =
            Report { implementation: words, judged: all.into_iter().zip(verdicts).collect() };
        let xml = String::from_utf8(to_xml(&report).unwrap()).unwrap();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let root = document.root_element();
        for (name, count) in [("tests", "6"), ("failures", "2"), ("errors", "0"), ("skipped", "3")]
        {
            assert_eq!(root.attribute(name), Some(count), "{xml}");
        }
        let of_name = |name| document.descendants().filter(move |node| node.has_tag_name(name));
        assert_eq!(of_name("testcase").count(), 6);
        let shown = "<a b=\"c\">\\u{1b}[1m\\u{0} & 'é' ]]>\\r\n\u{fffd}";
        let failures: Vec<_> = of_name("failure").collect();
        let message = failures[0].attribute("message").unwrap();
        // In an attribute, a line break is read as a space.
        assert_eq!(message, shown.replace('\n', " "));
        let text = failures[1].text().unwrap();
        assert_eq!(text, format!("headers\nexpected:\n{shown}\nfound:\n"));
    }
}
