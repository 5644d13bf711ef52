//! Explains a request that a server refused.

use sigfour::explain::{Explainer, ServerView};
use sigfour::{Credentials, Request};

use crate::{Answer, headers};

/// Access key id, secret (empty: it is not at hand), method, target, the answer's code and message, the canonical
/// request and the string to sign that it shows beside its message (empty: none), and the headers.
///
/// Out come the cause's code, its sentence, the advice, and what was signed and what the server has in the first line
/// that differs; each of them may be empty.
pub(crate) fn explain(fields: &[&str]) -> Answer {
    let [id, secret, method, target, code, message, canonical, string, sent @ ..] = fields else {
        return Err("too few fields".to_string());
    };
    let sent = headers(sent);
    let request = Request::new(method, target).headers(&sent);
    let mut server = ServerView::of_message(code, message);
    if !canonical.is_empty() {
        server.canonical_request = Some(canonical.to_string());
        server.string_to_sign = Some(string.to_string());
    }
    let mut explainer = Explainer::new(&request).server(&server);
    let credentials;
    if !secret.is_empty() {
        credentials = Credentials::new(id, secret).map_err(|error| error.to_string())?;
        explainer = explainer.credentials(&credentials);
    }
    let explanation = explainer.explain();
    let cause = explanation.cause();
    let line = explanation.first_difference();
    Ok(vec![
        cause.map_or("", |cause| cause.code()).to_string(),
        cause.map_or_else(String::new, ToString::to_string),
        cause.map_or("", |cause| cause.advice()).to_string(),
        line.and_then(|line| line.signed.clone()).unwrap_or_default(),
        line.and_then(|line| line.server.clone()).unwrap_or_default(),
    ])
}
