//! The report as JUnit XML, which CI systems read: a suite for each op.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::judge::Verdict;
use super::report::Report;
use super::vectors::Case;

pub(super) fn to_xml(report: &Report<'_>) -> Result<String, quick_junit::SerializeError> {
    let mut suites = BTreeMap::<&str, TestSuite>::new();
    for (case, verdict) in &report.judged {
        let suite = suites.entry(&case.op).or_insert_with(|| TestSuite::new(&case.op));
        suite.add_test_case(test_case(case, verdict));
    }
    let mut junit = Junit::new(format!("sigfour conformance: {}", report.implementation));
    junit.add_test_suites(suites.into_values());
    junit.to_string()
}

fn test_case(case: &Case, verdict: &Verdict) -> TestCase {
    let status = match verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Unsupported => skipped("unsupported"),
        Verdict::LetThrough(why) => skipped(&format!("let through: {why}")),
        Verdict::NotCounted(answer) => skipped(&format!("not counted: {answer}")),
        Verdict::Wrong(wrong) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(&wrong.why);
            if let Some(difference) = &wrong.difference {
                status.set_description(format!(
                    "{}\nexpected:\n{}\nfound:\n{}",
                    difference.member, difference.expected, difference.found
                ));
            }
            status
        }
    };
    let mut test_case = TestCase::new(&case.id, status);
    test_case.set_classname(&case.op);
    test_case
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}
