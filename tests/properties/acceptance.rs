//! What is signed is let in; what is changed on the way is not.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::reference::{Reference, is_signed};
use crate::sample::{Sample, sample};
use crate::sent::{DATE, Sent, at};
use crate::tamper::CHANGES;

proptest! {
    #[test]
    fn whatever_is_signed_is_let_in(sample in sample()) {
        let sent = sample.send().unwrap();
        prop_assert_eq!(sample.door().admits(&sent), Ok(()), "{:?}", sent);
    }

    #[test]
    fn no_change_on_the_way_is_let_in(sample in sample(), pick in any::<Index>()) {
        let sent = sample.send().unwrap();
        for (name, change) in CHANGES {
            let (mut changed, mut door) = (sent.clone(), sample.door());
            if change(&sample, &mut changed, &mut door, pick.index(720_720)) {
                prop_assert!(door.admits(&changed).is_err(), "{name} was let in: {changed:?}");
            }
        }
    }

    /// The edit of one character in the target is seen exactly where it changes the canonical request.
    #[test]
    fn an_edit_of_the_target_is_let_in_only_if_it_means_the_same(
        sample in sample(),
        place in any::<Index>(),
        letter in select(&['/', '.', '%', 'z', 'A', '4', '1', '2', 'F', 'f', '&', '=', '+', ' ', '?', 'é'][..]),
        kind in 0..3,
    ) {
        let sent = sample.send().unwrap();
        let mut edited = sent.clone();
        // The first slash stays, and of a URL what the signer added.
        let end = sample.target().len();
        let places: Vec<_> =
            sample.target().char_indices().map(|(at, _)| at).chain([end]).skip(1).collect();
        let at = places[place.index(places.len())];
        if kind > 0 && at < end {
            edited.target.remove(at);
        }
        if kind < 2 {
            edited.target.insert(at, letter);
        }
        let same = plain_canonical_request(&sample, &sent) == plain_canonical_request(&sample, &edited);
        prop_assert_eq!(sample.door().admits(&edited).is_ok(), same, "{:?}", edited);
    }

    #[test]
    fn an_edit_of_a_header_value_is_let_in_only_if_it_means_the_same(
        sample in sample(),
        header in any::<Index>(),
        place in any::<Index>(),
        byte in select(&b" \t,\"z\x80"[..]),
        remove in any::<bool>(),
    ) {
        let sent = sample.send().unwrap();
        let mut edited = sent.clone();
        let header = header.index(sample.headers.len());
        let value = &mut edited.headers[header].1;
        let at = place.index(value.len() + 1);
        if remove && at < value.len() {
            value.remove(at);
        } else {
            value.insert(at, byte);
        }
        // A host that became empty is refused for that alone.
        let same = plain_canonical_request(&sample, &sent) == plain_canonical_request(&sample, &edited);
        prop_assert_eq!(sample.door().admits(&edited).is_ok(), same, "{:?}", edited);
    }

    #[test]
    fn a_header_that_is_never_signed_may_change_on_the_way(sample in sample(), value in "[!-~]{0,9}") {
        let mut sent = sample.send().unwrap();
        for name in ["User-Agent", "Connection", "TE", "X-Amzn-Trace-Id", "Proxy-Authorization", "Via", "Trailer", "Baggage", "TraceParent", "TraceState"] {
            sent.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
            sent.headers.push((name.into(), value.clone().into_bytes()));
        }
        prop_assert_eq!(sample.door().admits(&sent), Ok(()));
    }

    #[test]
    fn the_body_of_a_presigned_url_of_s3_is_open(mut sample in sample(), body in any::<Vec<u8>>()) {
        sample.service = "s3";
        sample.expires = Some(60);
        let sent = Sent { body, ..sample.send().unwrap() };
        prop_assert_eq!(sample.door().admits(&sent), Ok(()));
    }

    #[test]
    fn a_url_holds_until_its_last_second(mut sample in sample(), seconds in 1..=604_800u64) {
        sample.expires = Some(seconds);
        let (sent, mut door) = (sample.send().unwrap(), sample.door());
        door.now = at(DATE) + Duration::from_secs(seconds);
        prop_assert_eq!(door.admits(&sent), Ok(()));
    }
}

/// The canonical request but for the payload, of what the request signs, as the plain version has it.
fn plain_canonical_request(sample: &Sample, sent: &Sent) -> Vec<u8> {
    let target = match sample.expires {
        Some(_) => sent.target.split_once("&X-Amz-Signature").unwrap().0,
        None => &sent.target,
    };
    let headers = sent.headers.iter().map(|(name, value)| (&name[..], &value[..]));
    let headers = headers.filter(|(name, _)| is_signed(name)).collect();
    Reference { service: sample.service, method: &sent.method, target, headers, payload: "" }
        .canonical_request()
}
