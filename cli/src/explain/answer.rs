//! A server's answer as a file: all of it, as it came over the wire or as curl writes it, or its body alone.

use sigfour::client::Answer;
use sigfour::explain::ServerView;

use crate::failure::Failure;

/// The largest answer that is read: that of [`ServerView::of_answer`].
const MAX_LENGTH: usize = 256 * 1024;

/// What the server says in an answer.
pub(super) fn view(text: &[u8]) -> Result<ServerView, Failure> {
    let answer = read(text);
    let encoding = answer.header("content-encoding").unwrap_or("identity");
    let is_packed = answer.body.starts_with(b"\x1f\x8b") || encoding != "identity";
    if is_packed {
        return Err(Failure::usage("the answer is compressed").advise(
            "Ask for it as it is, or unpack it: `curl --compressed`, or without Accept-Encoding.",
        ));
    }
    if answer.body.len() > MAX_LENGTH {
        return Err(Failure::usage(format_args!(
            "the answer has {} bytes, and no refusal has more than {MAX_LENGTH}",
            answer.body.len()
        ))
        .advise("Give the answer to the request that was refused."));
    }
    if (200..400).contains(&answer.status) {
        return Err(Failure::usage(format_args!(
            "the answer is no refusal: its status is {}",
            answer.status
        ))
        .advise("Give the answer to the request that was refused."));
    }
    let view = ServerView::of_answer(&answer);
    // What could not be parsed stands in the message as it is.
    let is_raw = view.code.is_empty() && view.message.starts_with(['{', '<']);
    let is_text = !view.message.is_empty() && !view.message.contains('\u{fffd}');
    let is_named = !view.code.is_empty() || view.canonical_request.is_some();
    if !is_raw && (is_named || is_text) {
        return Ok(view);
    }
    Err(Failure::usage("the answer has no error that can be read").advise(
        "Give the body of the server's answer, whole, in JSON or XML, or all of it with status line and headers (`curl -i`).",
    ))
}

fn read(text: &[u8]) -> Answer {
    let mut rest = text;
    while rest.starts_with(b"HTTP/") {
        let Some((answer, body)) = head(rest) else { break };
        // `100 Continue`, or a proxy's `200 Connection established`, stands before the answer itself.
        if !body.starts_with(b"HTTP/") {
            let is_chunked = answer.header("transfer-encoding") == Some("chunked");
            let whole = is_chunked.then(|| without_chunks(body)).flatten();
            return Answer::new(
                answer.status,
                answer.headers,
                whole.unwrap_or_else(|| body.into()),
            );
        }
        rest = body;
    }
    Answer::new(403, Vec::new(), rest.into())
}

/// Status line and headers, and what is behind them.
fn head(text: &[u8]) -> Option<(Answer, &[u8])> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut response = httparse::Response::new(&mut headers);
    // HTTP/2 has no minor version, and curl writes it so.
    let at = text.iter().position(|b| *b == b' ')?;
    let read = [&b"HTTP/1.1"[..], &text[at..]].concat();
    let httparse::Status::Complete(length) = response.parse(&read).ok()? else { return None };
    let pair = |header: &httparse::Header<'_>| {
        (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned())
    };
    let pairs = response.headers.iter().map(pair).collect();
    let body = text.get(at + length - b"HTTP/1.1".len()..)?;
    Some((Answer::new(response.code?, pairs, Vec::new()), body))
}

/// The body of a chunked message (RFC 9112, section 7.1); `None` for one that was decoded already, as curl does.
fn without_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut rest = body;
    loop {
        let (size, data) = match httparse::parse_chunk_size(rest).ok()? {
            httparse::Status::Complete((at, size)) => (usize::try_from(size).ok()?, &rest[at..]),
            httparse::Status::Partial => return None,
        };
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(data.get(..size)?);
        rest = data.get(size..)?.strip_prefix(b"\r\n")?;
    }
}
