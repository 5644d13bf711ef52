//! The canonical request is the one that the plain version makes, however the request is written.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::reference::{self, Reference, is_signed};
use crate::sample::{query, sample};
use crate::sent::{DATE, ID, REGION, SECRET};

proptest! {
    /// Both forms, down to the signature.
    #[test]
    fn every_step_is_that_of_the_plain_version(sample in sample()) {
        let sent = sample.send().unwrap();
        let scope = format!("20150830/{REGION}/{}/aws4_request", sample.service);
        let token_name = sample.door().rules.session_token_name();
        let appended = sample.service == "iotdevicegateway";
        let headers: Vec<_> = sent.headers
            .iter()
            .map(|(name, value)| (&name[..], &value[..]))
            .filter(|(name, _)| is_signed(name) && !(appended && *name == token_name))
            .collect();
        let mut target = sent.target.clone();
        let mut payload = reference::sha256(&sample.body);
        if sample.service == "vpc-lattice-svcs" {
            payload = "UNSIGNED-PAYLOAD".into();
        }
        if sample.expires.is_some() {
            target.truncate(target.rfind("&X-Amz-Signature=").unwrap());
            if appended {
                target.truncate(target.rfind("&X-Amz-Security-Token=").unwrap_or(target.len()));
            }
            if sample.service.starts_with("s3") {
                payload = "UNSIGNED-PAYLOAD".into();
            }
        }
        let plain = Reference {
            service: sample.service,
            method: &sample.method,
            target: &target,
            headers,
            payload: &payload,
        };
        let canonical_request = plain.canonical_request();
        let text = String::from_utf8_lossy(&canonical_request);
        prop_assert_eq!(sample.canonical_request().unwrap(), text);

        let string_to_sign = reference::string_to_sign(DATE, &scope, &canonical_request);
        let signature = reference::signature(SECRET, &scope, &string_to_sign);
        let names: Vec<_> = plain.headers.iter().map(|(name, _)| (name.to_lowercase(), ())).collect();
        let names: Vec<_> = BTreeMap::from_iter(names).into_keys().collect();
        match sample.expires {
            None => {
                let authorization = format!(
                    "AWS4-HMAC-SHA256 Credential={ID}/{scope}, SignedHeaders={}, Signature={signature}",
                    names.join(";"),
                );
                let mut sent = sent.clone();
                prop_assert_eq!(sent.header("authorization").unwrap(), authorization.as_bytes());
            }
            Some(_) => prop_assert_eq!(
                sent.target.rsplit_once("&X-Amz-Signature=").unwrap().1,
                signature
            ),
        }
    }

    #[test]
    fn the_target_that_was_given_is_sent_unchanged(sample in sample()) {
        let sent = sample.send().unwrap();
        prop_assert!(sent.target.starts_with(&sample.target()));
        prop_assert!(sent.headers.starts_with(&sample.headers));
    }

    #[test]
    fn the_order_of_headers_of_different_names_changes_nothing(
        sample in sample(),
        keys in prop::collection::vec(any::<u8>(), 16),
    ) {
        let mut shuffled = sample.clone();
        // One key a name: headers of one name keep their order.
        let key = |name: &str| {
            let place = sample.headers.iter().position(|(n, _)| n.eq_ignore_ascii_case(name));
            place.map(|place| (keys[place], place))
        };
        shuffled.headers.sort_by_key(|(name, _)| key(name));
        prop_assert_eq!(shuffled.canonical_request(), sample.canonical_request());
    }

    #[test]
    fn the_order_of_headers_of_one_name_is_kept(mut sample in sample()) {
        for value in ["first", "second"] {
            sample.headers.push(("X-Order".into(), value.into()));
        }
        let there = sample.canonical_request().unwrap();
        let last = sample.headers.len() - 1;
        sample.headers.swap(last, last - 1);
        let back = sample.canonical_request().unwrap();
        prop_assert!(there.contains("\nx-order:first,second\n"));
        prop_assert!(back.contains("\nx-order:second,first\n"));
    }

    #[test]
    fn the_order_of_query_pairs_changes_nothing(
        mut sample in sample(),
        pairs in prop::collection::vec(query().prop_map(|q| q.split('&').next().unwrap().to_string()), 0..40),
        keys in prop::collection::vec(any::<u8>(), 40),
    ) {
        sample.query = Some(pairs.join("&"));
        let there = sample.canonical_request();
        let mut shuffled: Vec<_> = pairs.into_iter().zip(keys).collect();
        shuffled.sort_by_key(|(_, key)| *key);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(pair, _)| pair).collect();
        sample.query = Some(shuffled.join("&"));
        prop_assert_eq!(sample.canonical_request(), there);
    }

    #[test]
    fn the_canonical_query_of_a_canonical_query_is_itself(mut sample in sample(), query in query()) {
        sample.expires = None;
        sample.query = Some(query);
        let line = |text: String| text.split('\n').nth(2).unwrap().to_string();
        let once = line(sample.canonical_request().unwrap());
        sample.query = Some(once.clone());
        prop_assert_eq!(line(sample.canonical_request().unwrap()), once);
    }
}
