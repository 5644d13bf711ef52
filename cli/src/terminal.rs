//! Results to stdout, all else to stderr; colour only where somebody looks at it.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};

use crate::failure::Failure;

/// A style that stays unused unless the stream it is for is a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours {
    on: bool,
}

impl Colours {
    pub(crate) fn of_stdout() -> Self {
        Colours { on: wanted() && io::stdout().is_terminal() }
    }

    pub(crate) fn of_stderr() -> Self {
        Colours { on: wanted() && io::stderr().is_terminal() }
    }

    pub(crate) fn good(self, text: impl Display) -> String {
        self.paint(AnsiColor::Green.on_default().bold(), text)
    }

    pub(crate) fn bad(self, text: impl Display) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    pub(crate) fn heading(self, text: impl Display) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(crate) fn quiet(self, text: impl Display) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    fn paint(self, style: Style, text: impl Display) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}

/// <https://no-color.org>: any value but an empty one says no.
fn wanted() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Writes a result.
pub(crate) fn put(bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes.as_ref())?;
    Ok(out.flush()?)
}

/// Writes a line of a result.
pub(crate) fn line(text: impl Display) -> Result<(), Failure> {
    put(format!("{text}\n"))
}

/// Writes a line beside the result. Whether anybody reads it makes no difference to the result.
pub(crate) fn aside(text: impl Display) {
    let _ = writeln!(io::stderr(), "{}", harmless(&text.to_string()));
}

/// The same, with a title in front that may be coloured.
pub(crate) fn aside_titled(title: &str, text: impl Display) {
    let _ = writeln!(io::stderr(), "{title} {}", harmless(&text.to_string()));
}

/// Writes a heading and a text below it, indented, beside the result.
pub(crate) fn aside_block(heading: &str, text: &str) {
    let _ = writeln!(io::stderr(), "{}", block(Colours::of_stderr(), heading, &harmless(text)));
}

/// Ends the line that a result left open, where what comes beside it would stand on the same one.
pub(crate) fn end_line_of(result: &[u8]) {
    let is_open = !result.is_empty() && !result.ends_with(b"\n");
    if is_open && io::stdout().is_terminal() && io::stderr().is_terminal() {
        aside("");
    }
}

/// A text that a terminal shows and does not act on: a server's words may hold what moves the cursor, or
/// turns the direction of writing.
pub(crate) fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.extend(c.escape_default()),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// A heading and a text below it, indented.
pub(crate) fn block(colours: Colours, heading: &str, text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| format!("  {line}")).collect();
    format!("{}\n{}", colours.heading(heading), lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        for (text, shown) in [
            ("é \"日本\"\n\ta", "é \"日本\"\n\ta"),
            ("\u{1b}[2J\r\0", "\\u{1b}[2J\\r\\u{0}"),
            ("\u{7f}\u{9b}", "\\u{7f}\\u{9b}"),
            ("\u{202e}\u{2066}", "\\u{202e}\\u{2066}"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }
}
