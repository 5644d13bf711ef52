//! A server's view of a refused request, read from its answer.
//!
//! Sources: "Error responses" in the S3 API reference for the elements of its own; the messages of other services are
//! those that users of AWS report.

use std::string::String;
use std::vec::Vec;

use super::answer::Answer;
use super::document::{Document, Element};
use super::moment;
use super::service_error::{Named, region, server_date};
use crate::explain::ServerView;

impl ServerView {
    /// Of an answer: the XML of S3 and STS, or the JSON of Lambda, API Gateway and the others.
    pub fn of_answer(answer: &Answer) -> Self {
        let text = answer.text();
        let document = Document::parse(&text);
        let Named { code, message } = Named::of(answer, &text, document.as_ref());
        let mut view = ServerView::of_message(&code, &message);
        view.date = server_date(answer);
        if let Some(parsed) = &document {
            let error = parsed.error();
            let own = |name| error.own(name).filter(|text| !text.is_empty());
            view.region = region(parsed);
            let time = own("ServerTime").and_then(|time| moment::parse(&time));
            view.date = view.date.or(time);
            view.body_sha256 = own("S3ComputedContentSHA256");
            view.headers_not_signed = own("HeadersNotSigned");
            let shown = shown(&error, "CanonicalRequest", "CanonicalRequestBytes");
            view.canonical_request = shown.or(view.canonical_request);
            let shown = self::shown(&error, "StringToSign", "StringToSignBytes");
            view.string_to_sign = shown.or(view.string_to_sign);
        }
        view
    }
}

/// A text that S3 shows twice: as it is, and as the numbers of its bytes, which no reader of XML changes.
fn shown(error: &Element<'_, '_>, text: &str, bytes: &str) -> Option<String> {
    let digits = error.own(bytes).unwrap_or_default();
    let bytes: Result<Vec<u8>, _> =
        digits.split_ascii_whitespace().map(|byte| u8::from_str_radix(byte, 16)).collect();
    let bytes = bytes.ok().filter(|bytes| !bytes.is_empty());
    bytes
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .or_else(|| error.own(text).filter(|text| !text.is_empty()))
}
