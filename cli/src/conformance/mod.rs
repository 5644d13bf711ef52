//! `sigfour conformance`: the test vectors, asked of this crate or of any program that speaks the line protocol.

mod difference;
mod embedded;
mod frame;
mod judge;
mod junit;
mod program;
mod report;
mod sent;
mod vectors;

use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::adapter;
use crate::failure::{Exit, Failure};
use crate::terminal::{aside, line};
use judge::{Measure, Verdict};
use program::{Broken, Program};
use report::Report;
use vectors::Case;

/// Run the test vectors against this crate, or against any implementation
///
/// Without --adapter, this crate is checked: every member of every answer, and the reason of every refusal.
/// With it, the command is started and asked one case a line over its stdin and stdout
/// (test-vectors/README.md has the protocol). A signature of other headers than the vector's is right if the
/// request, as it would be sent, is let in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sigfour conformance
  sigfour conformance --adapter 'python3 my_adapter.py'
  sigfour conformance --adapter ./mine --flag QuerySort --all-failures
  sigfour conformance --adapter ./mine --json > report.json
  sigfour conformance official/ query/plus
  sigfour conformance --list --flag QuerySort

Exit codes: 0 nothing is wrong (what is unsupported or let through is not counted);
1 something is wrong; 2 the adapter or the vectors can't be used, or nothing of
them is supported.")]
pub(crate) struct Conformance {
    /// Only cases whose ids begin like this
    id: Vec<String>,
    /// The program to check; a shell runs the command
    #[arg(long, value_name = "COMMAND")]
    adapter: Option<String>,
    /// Read the vectors from a folder [default: those that came with this program]
    #[arg(long, value_name = "FOLDER")]
    vectors: Option<PathBuf>,
    /// Only cases of this operation
    #[arg(long, value_name = "OP")]
    op: Option<String>,
    /// Only cases with this flag
    #[arg(long, value_name = "FLAG")]
    flag: Option<String>,
    /// How long to wait for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// Hold an adapter to every member of the expected answers, as this crate is held
    #[arg(long)]
    exact: bool,
    /// Show every wrong case; otherwise the first ten
    #[arg(long)]
    all_failures: bool,
    /// List the cases that are chosen, and ask nobody
    #[arg(long, conflicts_with_all = ["adapter", "json", "junit"])]
    list: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Write the report as JUnit XML, too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds")?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|timeout| !timeout.is_zero())
        .ok_or_else(|| "not a time to wait".into())
}

impl Conformance {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let cases = self.cases()?;
        if self.list {
            return cases.iter().try_for_each(|case| {
                line(format_args!("{}  {}  {}", case.id, case.flags.join(","), case.comment))
            });
        }
        // Before anybody is asked: an answer that can't be written down is lost.
        let mut junit = self.junit.as_deref().map(JunitFile::create).transpose()?;
        let (judged, never_answered) = self.judged(cases)?;
        let implementation = self.adapter.as_deref().unwrap_or("sigfour");
        let report = Report { implementation, judged };
        if let Some(file) = &mut junit {
            file.write(&report)?;
        }
        if self.json {
            line(report.to_json())?;
        }
        if let Some(last_words) = never_answered {
            return Err(Failure::usage(format_args!("the adapter gives no answer: {last_words}"))
                .advise("It must read a line of JSON from stdin, write one to stdout, flush it, and go on; what else it has to say belongs on stderr."));
        }
        if !self.json {
            report.print(if self.all_failures { usize::MAX } else { 10 })?;
        }
        let totals = report.totals();
        match (totals.wrong, totals.passed + totals.let_through + totals.not_counted) {
            (0, 0) => Err(Failure::Silent(Exit::Usage)),
            (0, _) => Ok(()),
            _ => Err(Failure::Silent(Exit::Refused)),
        }
    }

    fn cases(&self) -> Result<Vec<Case>, Failure> {
        let mut cases = match &self.vectors {
            Some(folder) => vectors::of_folder(folder)?,
            None => vectors::embedded()?,
        };
        cases.retain(|case| {
            self.op.as_ref().is_none_or(|op| *op == case.op)
                && self.flag.as_ref().is_none_or(|flag| case.flags.contains(flag))
                && (self.id.is_empty() || self.id.iter().any(|id| case.id.starts_with(id)))
        });
        let is_id = |id: &&String| !cases.iter().any(|case| case.id.starts_with(id.as_str()));
        if let Some(id) = self.id.iter().find(is_id) {
            return Err(Failure::usage(format_args!(
                "no chosen case has an id that begins with {id:?}"
            ))
            .advise("`sigfour conformance --list` lists the cases."));
        }
        if cases.is_empty() {
            return Err(Failure::usage("no case is chosen")
                .advise("`sigfour conformance --list` lists the cases with their flags; test-vectors/README.md has the ops."));
        }
        Ok(cases)
    }

    /// The verdicts, and how an adapter ended that gave no answer at all.
    fn judged(&self, cases: Vec<Case>) -> Result<(Judged, Option<String>), Failure> {
        let (mut implementation, measure) = match &self.adapter {
            Some(command) => (
                Implementation::Program(Program::start(command, self.timeout)?),
                if self.exact { Measure::Exact } else { Measure::AsSent },
            ),
            None => (Implementation::Own, Measure::Exact),
        };
        let progress = bar(cases.len());
        let mut judged = Vec::with_capacity(cases.len());
        let mut wrong = 0;
        for case in cases {
            progress.set_message(format!("{wrong} wrong  {}", case.id));
            let answer = implementation.ask(&case);
            let verdict = judge::judge(&case, &answer, measure);
            wrong += usize::from(matches!(verdict, Verdict::Wrong(_)));
            judged.push((case, verdict));
            progress.inc(1);
        }
        progress.finish_and_clear();
        if implementation.is_given_up() {
            aside(
                "The adapter was started several times in a row without one answer, and given up.",
            );
        }
        Ok((judged, implementation.never_answered()))
    }
}

type Judged = Vec<(Case, Verdict)>;

/// The file of `--junit`.
struct JunitFile<'a> {
    path: &'a Path,
    file: File,
}

impl<'a> JunitFile<'a> {
    fn create(path: &'a Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| Self::unwritable(path, &error))?;
        Ok(JunitFile { path, file })
    }

    fn write(&mut self, report: &Report<'_>) -> Result<(), Failure> {
        let unwritable = |error: &dyn Display| Self::unwritable(self.path, error);
        let xml = junit::to_xml(report).map_err(|error| unwritable(&error))?;
        self.file.write_all(&xml).map_err(|error| unwritable(&error))
    }

    fn unwritable(path: &Path, error: &dyn Display) -> Failure {
        Failure::usage(format_args!("{} can't be written: {error}", path.display()))
    }
}

/// Who answers.
enum Implementation {
    Own,
    Program(Program),
}

impl Implementation {
    fn ask(&mut self, case: &Case) -> Result<Value, Broken> {
        match self {
            Implementation::Own => Ok(adapter::answer_to(&case.request)),
            Implementation::Program(program) => program.ask(&case.request),
        }
    }

    fn never_answered(&self) -> Option<String> {
        match self {
            Implementation::Own => None,
            Implementation::Program(program) => program.never_answered().map(String::from),
        }
    }

    fn is_given_up(&self) -> bool {
        matches!(self, Implementation::Program(program) if program.is_given_up())
    }
}

/// On a terminal only, and there on stderr.
fn bar(length: usize) -> ProgressBar {
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    match ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
