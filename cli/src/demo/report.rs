//! What the demonstration prints, and whether all came out as it must.

use crate::failure::Failure;
use crate::terminal::{Colours, line};

pub(super) struct Report {
    colours: Colours,
    step: usize,
    is_as_expected: bool,
}

impl Report {
    pub(super) fn new() -> Self {
        Report { colours: Colours::of_stdout(), step: 0, is_as_expected: true }
    }

    /// Starts a step.
    pub(super) fn step(&mut self, title: &str) -> Result<(), Failure> {
        let gap = if self.step == 0 { "" } else { "\n" };
        self.step += 1;
        line(format_args!("{gap}{}", self.colours.heading(format_args!("{}. {title}", self.step))))
    }

    /// A text below the step's title.
    pub(super) fn text(&self, text: &str) -> Result<(), Failure> {
        text.lines().try_for_each(|text| match text {
            "" => line(""),
            text => line(format_args!("   {text}")),
        })
    }

    /// An explanation.
    pub(super) fn note(&self, text: &str) -> Result<(), Failure> {
        line(format_args!("   {}", self.colours.quiet(text)))
    }

    /// What came of a step, held against what must come of it.
    pub(super) fn outcome(&mut self, is_as_expected: bool, text: &str) -> Result<(), Failure> {
        self.is_as_expected &= is_as_expected;
        let mark = match is_as_expected {
            true => self.colours.good("ok"),
            false => self.colours.bad("FAILED"),
        };
        line(format_args!("   {mark}  {text}"))
    }

    pub(super) fn is_as_expected(&self) -> bool {
        self.is_as_expected
    }
}
