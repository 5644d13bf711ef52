//! An explanation, for people and for programs.

use serde_json::json;
use sigfour::Authorization;
use sigfour::explain::{Explanation, Line};

use crate::failure::Failure;
use crate::terminal::{Colours, harmless, line};

/// The width of the column that names the lines.
const COLUMN: usize = 16;

/// How many digits are shown of a signature, which lets in whoever has it: enough to tell one from another.
const DIGITS: usize = 16;

pub(super) fn as_text(
    explanation: &Explanation,
    authorization: Option<&Authorization<'_>>,
) -> Result<(), Failure> {
    let colours = Colours::of_stdout();
    let legend = match explanation.first_difference() {
        Some(_) => format!("  {} {}", colours.bad("- signed"), colours.good("+ the server's")),
        None => String::new(),
    };
    for (title, lines) in [
        ("Canonical request", explanation.canonical_request()),
        ("String to sign", explanation.string_to_sign()),
    ] {
        if lines.is_empty() {
            continue;
        }
        line(format_args!("{}{legend}", colours.heading(title)))?;
        lines.iter().try_for_each(|one| show(colours, one))?;
        line("")?;
    }
    if let Some(own) = authorization {
        line(colours.heading("Signing key"))?;
        let scope = own.scope();
        line(format_args!(
            "  AWS4 and the secret of {} → {} → {} → {} → aws4_request",
            harmless(own.access_key_id()),
            scope.day(),
            scope.region(),
            scope.service()
        ))?;
        line(format_args!("\n{}\n  {}", colours.heading("Signature"), shortened(own)))?;
        line(match explanation.signature_holds() {
            Some(true) => format!("  {}: it is that of this request", colours.good("holds")),
            Some(false) => {
                format!("  {}: it is not that of this request", colours.bad("does not hold"))
            }
            None => colours
                .quiet("  not checked: that takes the credentials, and a request that can be read"),
        })?;
        line("")?;
    }
    for note in explanation.notes() {
        line(format_args!("{} {note}\n", colours.heading("note:")))?;
    }
    if let Some((code, message)) = explanation.server() {
        let said = [code, message].map(harmless).join(" ");
        line(format_args!("{} {}", colours.heading("the server says:"), said.trim()))?;
    }
    match explanation.cause() {
        Some(cause) => {
            let says = harmless(&cause.to_string());
            line(format_args!("{} {says} ({})", colours.bad("cause:"), cause.code()))?;
            line(format_args!("{} {}", colours.heading("what to do:"), cause.advice()))
        }
        None if explanation.server().is_some() => {
            line(format_args!("{} none that is known", colours.bad("cause:")))
        }
        None => Ok(()),
    }
}

fn shortened(authorization: &Authorization<'_>) -> String {
    let digits = authorization.signature().to_string();
    format!("{}…", digits.get(..DIGITS).unwrap_or_default())
}

/// A line, or where the server has another, both and a mark below the first character that differs.
fn show(colours: Colours, one: &Line) -> Result<(), Failure> {
    let title = format!("{:COLUMN$}", one.part);
    let text = |value: &Option<String>| {
        let value = harmless(value.as_deref()?);
        Some(match (one.part, &one.name) {
            ("header", Some(name)) => format!("{}:{value}", harmless(name)),
            (_, Some(name)) => format!("{}={value}", harmless(name)),
            _ => value,
        })
    };
    let (signed, server) = (text(&one.signed), text(&one.server));
    if !one.differs() {
        let text = signed.or(server).unwrap_or_default();
        return line(format_args!("  {}{text}", colours.quiet(title)));
    }
    if let Some(signed) = &signed {
        line(colours.bad(format_args!("- {title}{signed}")))?;
    }
    if let Some(server) = &server {
        line(colours.good(format_args!("+ {title}{server}")))?;
    }
    // Where two hashes differ says nothing.
    let is_hash = one.part == "hash";
    if let (Some(signed), Some(server), false) = (signed, server, is_hash) {
        let same = signed.chars().zip(server.chars()).take_while(|(a, b)| a == b).count();
        line(format_args!("  {:COLUMN$}{}^", "", " ".repeat(same)))?;
    }
    Ok(())
}

pub(super) fn as_json(
    explanation: &Explanation,
    authorization: Option<&Authorization<'_>>,
) -> Result<(), Failure> {
    let one = |line: &Line| {
        json!({
            "part": line.part,
            "name": line.name,
            "signed": line.signed,
            "server": line.server,
            "differs": line.differs(),
        })
    };
    line(json!({
        "cause": explanation.cause().map(|cause| json!({
            "code": cause.code(),
            "message": cause.to_string(),
            "advice": cause.advice(),
        })),
        "signature_holds": explanation.signature_holds(),
        "access_key_id": authorization.map(|own| own.access_key_id()),
        "scope": authorization.map(|own| own.scope().to_string()),
        "signature": authorization.map(shortened),
        "server": explanation.server().map(|(code, message)| json!({"code": code, "message": message})),
        "canonical_request": explanation.canonical_request().iter().map(one).collect::<Vec<_>>(),
        "string_to_sign": explanation.string_to_sign().iter().map(one).collect::<Vec<_>>(),
        "notes": explanation.notes(),
    }))
}
