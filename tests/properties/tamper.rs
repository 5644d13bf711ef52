//! Changes to a signed request, each of which the signature must not survive.
//!
//! They are made so that the canonical request really changes: `%41` for `A` would not do.

use std::time::Duration;

use crate::reference::is_signed;
use crate::sample::Sample;
use crate::sent::{Door, ID, SECRET, Sent, credentials};

/// Changes what was sent or what the door knows; `false` where it does not apply to the sample.
pub(crate) type Change = fn(&Sample, &mut Sent, &mut Door, usize) -> bool;

pub(crate) const CHANGES: &[(&str, Change)] = &[
    ("another method", |_, sent, _, _| {
        sent.method.push('X');
        true
    }),
    ("a letter more at the end of the path", |_, sent, _, _| {
        let end = sent.path_end();
        sent.target.insert(end, 'z');
        true
    }),
    ("a segment more at the end of the path", |_, sent, _, _| {
        let end = sent.path_end();
        sent.target.insert_str(end, "/z");
        true
    }),
    ("a query parameter more", |_, sent, _, _| {
        sent.target.push_str(if sent.target.contains('?') { "&zz=1" } else { "?zz=1" });
        true
    }),
    ("a query parameter more, of the name that a URL has for the token", |_, sent, _, _| {
        let separator = if sent.target.contains('?') { '&' } else { '?' };
        sent.target.push_str(&format!("{separator}X-Amz-Security-Token=token"));
        true
    }),
    ("a query parameter less", |_, sent, _, pick| change_pair(sent, pick, |_| None)),
    ("another query value", |_, sent, _, pick| {
        let longer =
            |pair: &str| Some(format!("{pair}{}z", if pair.contains('=') { "" } else { "=" }));
        change_pair(sent, pick, longer)
    }),
    ("another query name", |_, sent, _, pick| {
        change_pair(sent, pick, |pair| Some(format!("z{pair}")))
    }),
    ("a query pair twice", |_, sent, _, pick| {
        change_pair(sent, pick, |pair| Some(format!("{pair}&{pair}")))
    }),
    ("another value of a signed header", |_, sent, _, pick| {
        let at = a_signed_header(sent, pick);
        sent.headers[at].1.push(b'z');
        true
    }),
    ("a signed header less", |_, sent, _, pick| {
        let at = a_signed_header(sent, pick);
        sent.headers.remove(at);
        true
    }),
    ("a signed header twice", |_, sent, _, pick| {
        let at = a_signed_header(sent, pick);
        let header = sent.headers[at].clone();
        sent.headers.push(header);
        true
    }),
    ("an x-amz header more, not signed", |_, sent, _, _| {
        sent.headers.push(("X-Amz-Extra".into(), b"1".to_vec()));
        true
    }),
    ("another body", |sample, sent, _, _| {
        sent.body.push(b'z');
        // The body of a presigned URL of S3 is open, and that of every request to Lattice.
        let is_presigned = sample.expires.is_some();
        !(is_presigned && sample.service.starts_with("s3") || sample.service == "vpc-lattice-svcs")
    }),
    ("another date", |sample, sent, _, _| everywhere(sample, sent, "T123600Z", "T123601Z")),
    ("another day in the scope", |sample, sent, _, _| {
        everywhere(sample, sent, "20150830/us", "20150829/us")
    }),
    ("another region, which the door is for", |sample, sent, door, _| {
        door.region = "us-east-2".into();
        everywhere(sample, sent, "us-east-1", "us-east-2")
    }),
    ("a door of another region", |_, _, door, _| {
        door.region = "us-east-2".into();
        true
    }),
    ("another service, which the door is for", |sample, sent, door, _| {
        door.service = "other".into();
        everywhere(sample, sent, &format!("/{}/aws4", sample.service), "/other/aws4")
    }),
    ("a door of another service", |_, _, door, _| {
        door.service = "other".into();
        true
    }),
    ("another digit of the signature", |sample, sent, _, pick| {
        let text = carrier(sample, sent);
        let end = text.rfind("Signature=").unwrap() + "Signature=".len();
        let at = end + pick % 64;
        let digit = if &text[at..=at] == "f" { "e" } else { "f" };
        let text = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
        set_carrier(sample, sent, text);
        true
    }),
    ("another access key id", |sample, sent, _, _| everywhere(sample, sent, ID, "AKIDANOTHER")),
    ("another access key id with the same secret", |sample, sent, door, _| {
        door.known = credentials("AKIDANOTHER", SECRET, sample.token.as_deref());
        // The id is in the signed query of a URL, but nowhere in what a header signs.
        sample.expires.is_some() && everywhere(sample, sent, ID, "AKIDANOTHER")
    }),
    ("another secret", |sample, _, door, _| {
        door.known = credentials(ID, "another", sample.token.as_deref());
        true
    }),
    ("another token at the door", |sample, _, door, _| {
        let other = sample.token.as_deref().map_or("token".into(), |token| format!("{token}z"));
        door.known = credentials(ID, SECRET, Some(&other));
        true
    }),
    ("no token at the door", |sample, _, door, _| {
        door.known = credentials(ID, SECRET, None);
        sample.token.is_some()
    }),
    ("a token where there was none", |sample, sent, door, _| {
        let name = door.rules.session_token_name();
        match sample.expires {
            None => sent.headers.push((name.into(), b"token".to_vec())),
            Some(_) => {
                sent.target.push_str("&X-Amz-Security-Token=token&X-Amz-S3session-Token=token")
            }
        }
        sample.token.is_none()
    }),
    ("another token in the request, which the door knows", |sample, sent, door, _| {
        let Some(token) = &sample.token else { return false };
        let other = format!("{token}z");
        door.known = credentials(ID, SECRET, Some(&other));
        match sample.expires {
            None => *sent.header(door.rules.session_token_name()).unwrap() = other.into_bytes(),
            Some(_) => sent.target = sent.target.replace("&X-Amz-Signature", "z&X-Amz-Signature"),
        }
        // What is appended after signing is not signed: the door checks it by itself.
        sample.service != "iotdevicegateway"
    }),
    ("a name less in the list of signed headers", |sample, sent, _, pick| {
        let separator = if sample.expires.is_some() { "%3B" } else { ";" };
        let text = carrier(sample, sent);
        let start = text.rfind("SignedHeaders=").unwrap() + "SignedHeaders=".len();
        let end = start + text[start..].find([',', '&']).unwrap();
        let mut names: Vec<_> = text[start..end].split(separator).collect();
        names.remove(pick % names.len());
        let text = format!("{}{}{}", &text[..start], names.join(separator), &text[end..]);
        set_carrier(sample, sent, text);
        true
    }),
    ("a longer life", |sample, sent, _, _| {
        let Some(seconds) = sample.expires else { return false };
        let other = if seconds == 604_800 { seconds - 1 } else { seconds + 1 };
        let [old, new] = [seconds, other].map(|n| format!("&X-Amz-Expires={n}&"));
        everywhere(sample, sent, &old, &new)
    }),
    ("a door whose clock is past the end", |sample, _, door, _| {
        door.now = door.now + Duration::from_secs(1 + sample.expires.unwrap_or(900));
        true
    }),
    ("a door whose clock is long before", |_, _, door, _| {
        door.now = door.now - Duration::from_secs(901);
        true
    }),
];

/// Replaces what stands in the part of the request that carries the signature, and the date beside it.
fn everywhere(sample: &Sample, sent: &mut Sent, old: &str, new: &str) -> bool {
    let text = carrier(sample, sent);
    let [old_encoded, new_encoded] = [old, new].map(|text| text.replace('/', "%2F"));
    // The caller's own part of the target comes first and stays as it is.
    let (own, signing) = match sample.expires {
        Some(_) => text.split_at(text.rfind("X-Amz-Algorithm").unwrap() - 1),
        None => text.split_at(0),
    };
    let mut changed = signing.replace(old, new);
    if sample.expires.is_some() {
        changed = changed.replace(&old_encoded, &new_encoded);
    }
    let mut is_changed = changed != signing;
    let changed = format!("{own}{changed}");
    set_carrier(sample, sent, changed);
    if let (None, Some(date)) = (sample.expires, sent.header("x-amz-date")) {
        let text = String::from_utf8(date.clone()).unwrap().replace(old, new);
        is_changed |= text.as_bytes() != &date[..];
        *date = text.into_bytes();
    }
    assert!(is_changed, "{old:?} is nowhere in the request");
    true
}

fn carrier(sample: &Sample, sent: &mut Sent) -> String {
    match sample.expires {
        Some(_) => sent.target.clone(),
        None => String::from_utf8(sent.header("authorization").unwrap().clone()).unwrap(),
    }
}

fn set_carrier(sample: &Sample, sent: &mut Sent, text: String) {
    match sample.expires {
        Some(_) => sent.target = text,
        None => *sent.header("authorization").unwrap() = text.into_bytes(),
    }
}

/// Changes one pair of the query; `false` where there is none.
fn change_pair(sent: &mut Sent, pick: usize, change: impl Fn(&str) -> Option<String>) -> bool {
    let Some((path, query)) = sent.target.split_once('?') else { return false };
    let mut pairs: Vec<_> = query.split('&').map(String::from).collect();
    let places: Vec<_> = (0..pairs.len()).filter(|n| !pairs[*n].is_empty()).collect();
    if places.is_empty() {
        return false;
    }
    let place = places[pick % places.len()];
    match change(&pairs[place]) {
        Some(pair) => pairs[place] = pair,
        None => drop(pairs.remove(place)),
    }
    sent.target = format!("{path}?{}", pairs.join("&"));
    true
}

/// Where one of the headers is that the signature covers: `Host` is always there.
fn a_signed_header(sent: &Sent, pick: usize) -> usize {
    let places: Vec<_> = (0..sent.headers.len())
        .filter(|n| is_signed(&sent.headers[*n].0))
        .filter(|n| sent.headers[*n].0 != "x-amz-security-token")
        .collect();
    places[pick % places.len()]
}
