//! The orders in which signers are seen to sign a query.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use percent_encoding::percent_decode_str;

use super::canonical_text::CanonicalText;

/// The canonical query in other orders: as it is sent, sorted by the names before they are encoded, sorted as
/// texts with their equals signs.
pub(super) fn of(own: &CanonicalText, sent: &str) -> [String; 3] {
    let as_sent = as_sent(own, sent);
    let mut before_encoding = as_sent.clone();
    before_encoding.sort_by_cached_key(|(name, _)| decoded(name));
    let mut as_texts: Vec<_> = own.query.split('&').collect();
    as_texts.sort_unstable();
    [joined(&as_sent), joined(&before_encoding), as_texts.join("&")]
}

type Pair<'a> = (&'a str, &'a str);

/// The canonical pairs in the order in which the target has them.
fn as_sent<'a>(own: &'a CanonicalText, sent: &str) -> Vec<Pair<'a>> {
    let key = |(name, value): Pair<'_>| (decoded(name), decoded(value));
    let mut left: BTreeMap<_, (Pair<'a>, usize)> = BTreeMap::new();
    for pair in own.pairs() {
        left.entry(key(pair)).or_insert((pair, 0)).1 += 1;
    }
    let pairs = sent.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .filter_map(|pair| {
            let (pair, count) = left.get_mut(&key(pair))?;
            *count = count.checked_sub(1)?;
            Some(*pair)
        })
        .collect()
}

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

fn joined(pairs: &[Pair<'_>]) -> String {
    let mut query = String::new();
    for (n, (name, value)) in pairs.iter().enumerate() {
        query.extend([if n > 0 { "&" } else { "" }, name, "=", value]);
    }
    query
}
