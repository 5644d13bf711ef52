//! The report: counts by flag, the cases that are wrong, for people and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::difference::Difference;
use super::judge::Verdict;
use super::vectors::Case;
use crate::failure::Failure;
use crate::terminal::{Colours, harmless, line};

/// Cases by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) wrong: usize,
    pub(super) unsupported: usize,
    pub(super) let_through: usize,
    pub(super) not_counted: usize,
}

impl Counts {
    fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Wrong(_) => self.wrong += 1,
            Verdict::Unsupported => self.unsupported += 1,
            Verdict::LetThrough(_) => self.let_through += 1,
            Verdict::NotCounted(_) => self.not_counted += 1,
        }
    }

    fn to_json(self) -> Value {
        json!({
            "passed": self.passed,
            "wrong": self.wrong,
            "unsupported": self.unsupported,
            "let_through": self.let_through,
            "not_counted": self.not_counted,
        })
    }
}

/// Every case with its verdict.
pub(super) struct Report<'a> {
    pub(super) implementation: &'a str,
    pub(super) judged: Vec<(Case, Verdict)>,
}

impl Report<'_> {
    pub(super) fn totals(&self) -> Counts {
        let mut counts = Counts::default();
        self.judged.iter().for_each(|(_, verdict)| counts.add(verdict));
        counts
    }

    fn by_flag(&self) -> BTreeMap<&str, Counts> {
        let mut by_flag = BTreeMap::<_, Counts>::new();
        for (case, verdict) in &self.judged {
            for flag in &case.flags {
                by_flag.entry(flag.as_str()).or_default().add(verdict);
            }
        }
        by_flag
    }

    pub(super) fn to_json(&self) -> Value {
        let cases: Vec<_> = self.judged.iter().map(|(case, verdict)| one(case, verdict)).collect();
        let by_flag: BTreeMap<_, _> =
            self.by_flag().into_iter().map(|(flag, counts)| (flag, counts.to_json())).collect();
        json!({
            "implementation": self.implementation,
            "totals": self.totals().to_json(),
            "by_flag": by_flag,
            "cases": cases,
        })
    }

    /// The table, then the wrong ones, at most so many, then the sum.
    pub(super) fn print(&self, most: usize) -> Result<(), Failure> {
        let colours = Colours::of_stdout();
        let by_flag = self.by_flag();
        let width = by_flag.keys().map(|flag| flag.len()).max().unwrap_or(0).max(4);
        let title = format!(
            "{:width$}  {:>6}  {:>5}  {:>11}  {:>11}  {:>11}",
            "flag", "passed", "wrong", "let through", "unsupported", "not counted"
        );
        line(colours.heading(title))?;
        let number = |n: usize| if n == 0 { String::from("-") } else { n.to_string() };
        let mut left_out = 0;
        for (flag, counts) in by_flag {
            if counts.passed + counts.wrong + counts.let_through == 0 {
                left_out += 1;
                continue;
            }
            let wrong = format!("{:>5}", number(counts.wrong));
            line(format_args!(
                "{flag:width$}  {:>6}  {}  {:>11}  {:>11}  {:>11}",
                number(counts.passed),
                if counts.wrong > 0 { colours.bad(wrong) } else { wrong },
                number(counts.let_through),
                number(counts.unsupported),
                number(counts.not_counted),
            ))?;
        }
        if left_out > 0 {
            let text = format!("and {left_out} flags of which nothing is supported or counted");
            line(colours.quiet(text))?;
        }
        let wrong = self.judged.iter().filter_map(|(case, verdict)| match verdict {
            Verdict::Wrong(wrong) => Some((case, wrong)),
            _ => None,
        });
        for (case, wrong) in wrong.clone().take(most) {
            let why = harmless(&wrong.why);
            line(format_args!("\n{} {}: {why}", colours.bad("wrong:"), case.id))?;
            line(colours.quiet(format_args!("  {} [{}]", case.comment, case.flags.join(", "))))?;
            if let Some(difference) = &wrong.difference {
                show(colours, difference)?;
            }
        }
        let left = wrong.count().saturating_sub(most);
        if left > 0 {
            line(format_args!("\nand {left} more: --all-failures shows them"))?;
        }
        self.print_unsupported()?;
        self.print_totals(colours)
    }

    /// What is not counted, and why, in a line each.
    fn print_unsupported(&self) -> Result<(), Failure> {
        let mut by_op = BTreeMap::<_, usize>::new();
        for (case, _) in self.judged.iter().filter(|(_, v)| *v == Verdict::Unsupported) {
            *by_op.entry(&case.op).or_default() += 1;
        }
        let ops: Vec<_> = by_op.iter().map(|(op, count)| format!("{op} {count}")).collect();
        if !ops.is_empty() {
            line(format_args!("\nunsupported, by op: {}", ops.join(", ")))?;
        }
        if self.totals().let_through > 0 {
            line(
                "let through: unusable input that is signed, and that a server refuses; --json names the cases",
            )?;
        }
        Ok(())
    }

    fn print_totals(&self, colours: Colours) -> Result<(), Failure> {
        let totals = self.totals();
        let verdict = match (totals.wrong, totals.passed) {
            (0, 0) => colours.quiet("nothing was tested"),
            (0, _) => colours.good("conforms"),
            _ => colours.bad("does not conform"),
        };
        line(format_args!(
            "\n{}: {verdict}: {} passed, {} wrong, {} let through, {} unsupported, {} not counted, of {} cases",
            self.implementation,
            totals.passed,
            totals.wrong,
            totals.let_through,
            totals.unsupported,
            totals.not_counted,
            self.judged.len()
        ))
    }
}

/// The lines of a difference: what is expected with `-`, what was found with `+`.
fn show(colours: Colours, difference: &Difference) -> Result<(), Failure> {
    line(format_args!(
        "  {}: {} {}",
        difference.member,
        colours.good("- expected"),
        colours.bad("+ found")
    ))?;
    for change in TextDiff::from_lines(&difference.expected, &difference.found).iter_all_changes() {
        // A line of an answer may hold anything: quoted, a terminal does not act on it.
        let text = change.value().trim_end_matches('\n').escape_debug();
        line(match change.tag() {
            ChangeTag::Equal => format!("      {text}"),
            ChangeTag::Delete => colours.good(format_args!("    - {text}")),
            ChangeTag::Insert => colours.bad(format_args!("    + {text}")),
        })?;
    }
    Ok(())
}

fn one(case: &Case, verdict: &Verdict) -> Value {
    let mut shown = json!({
        "id": case.id,
        "op": case.op,
        "comment": case.comment,
        "flags": case.flags,
        "result": Value::from(case.demand),
        "verdict": name(verdict),
    });
    match verdict {
        Verdict::Passed | Verdict::Unsupported => {}
        Verdict::NotCounted(why) | Verdict::LetThrough(why) => {
            shown["detail"] = why.as_str().into()
        }
        Verdict::Wrong(wrong) => {
            shown["detail"] = wrong.why.as_str().into();
            if let Some(difference) = &wrong.difference {
                shown["difference"] = json!({
                    "member": difference.member,
                    "expected": difference.expected,
                    "found": difference.found,
                });
            }
        }
    }
    shown
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Wrong(_) => "wrong",
        Verdict::Unsupported => "unsupported",
        Verdict::LetThrough(_) => "let_through",
        Verdict::NotCounted(_) => "not_counted",
    }
}
