//! A signed request as a command for curl.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::raw_request::RawRequest;
use crate::shell_words::quote;

/// The longest body that stands on the command line; systems allow one argument 128 KiB.
const MAX_ARGUMENT: usize = 64 * 1024;

/// The command, ready to run in a POSIX shell. It sends the target as it is signed, and no header that the
/// request does not have.
pub(crate) fn command<'a>(
    request: &RawRequest,
    added: impl Iterator<Item = (&'static str, &'a str)>,
) -> Vec<u8> {
    let host = request.host();
    let scheme = if is_loopback(host) { "http" } else { "https" };
    let url = format!("{scheme}://{host}{}", request.target);
    let mut words: Vec<Vec<u8>> = vec![b"curl".to_vec()];
    let option = |words: &[&[u8]]| {
        // One option a line, for the eye.
        let line: Vec<_> = words.iter().map(|word| quote(word)).collect();
        line.join(&b' ')
    };
    let is_head = request.method == "HEAD" && request.body.is_empty();
    words.push(match is_head {
        true => option(&[b"--head"]),
        false => option(&[b"--request", request.method.as_bytes()]),
    });
    // curl would take dots out of a path and expand brackets, and the signature would not hold.
    words.push(option(&[b"--path-as-is", b"--globoff"]));
    let added = added.map(|(name, value)| (name, value.as_bytes()));
    let own = request.headers.iter().map(|(name, value)| (name.as_str(), &value[..]));
    for (name, value) in own.chain(added) {
        let is_named = |other: &str| name.eq_ignore_ascii_case(other);
        if is_named("host") || is_named("content-length") && !request.body.is_empty() {
            continue;
        }
        let header = match value.is_empty() {
            true => [name.as_bytes(), b";"].concat(),
            false => [name.as_bytes(), b": ", value].concat(),
        };
        words.push(option(&[b"--header", &header]));
    }
    let mut pipe = Vec::new();
    if !request.body.is_empty() {
        if request.values("content-type").next().is_none() {
            words.push(option(&[b"--header", b"Content-Type:"]));
        }
        let is_plain = request.body.len() <= MAX_ARGUMENT
            && std::str::from_utf8(&request.body).is_ok_and(|text| !text.contains('\0'));
        if !is_plain {
            let body = STANDARD.encode(&request.body);
            pipe = format!("printf %s '{body}' | base64 -d | ").into_bytes();
            words.push(option(&[b"--data-binary", b"@-"]));
        } else if request.body.starts_with(b"@") {
            // The one form that takes an @ for itself.
            words.push(option(&[b"--data-raw", &request.body]));
        } else {
            words.push(option(&[b"--data-binary", &request.body]));
        }
    }
    words.push(option(&[url.as_bytes()]));
    [pipe, words.join(&b" \\\n  "[..]), b"\n".to_vec()].concat()
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost"
        || host.starts_with("[::1]")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
