//! What is changed on the way is explained, whatever the request.

use proptest::prelude::*;
use proptest::sample::Index;
use sigfour::Verifier;
use sigfour::explain::{Explainer, ServerView};

use crate::sample::sample;
use crate::tamper::CHANGES;

proptest! {
    /// The server's message is the one in which AWS shows its canonical request.
    #[test]
    fn every_change_that_a_server_shows_has_a_cause(sample in sample(), pick in any::<Index>()) {
        let sent = sample.send().unwrap();
        for (name, change) in CHANGES {
            let (mut changed, mut door) = (sent.clone(), sample.door());
            if !change(&sample, &mut changed, &mut door, pick.index(720_720)) {
                continue;
            }
            let verifier = Verifier::new(&door.service, &door.region).rules(door.rules);
            let known = |_: &str| Some(door.known.clone());
            let refused = verifier.verify(&changed.borrow(), known, door.now);
            let Some(steps) = refused.err().and_then(|refusal| refusal.steps) else { continue };
            let message = format!(
                "The Canonical String for this request should have been\n'{}'\n\nThe String-to-Sign should have been\n'{}'\n",
                steps.canonical_request, steps.string_to_sign
            );
            let server = ServerView::of_message("SignatureDoesNotMatch", &message);
            let known = sample.credentials();
            let request = sent.borrow();
            let explainer = Explainer::new(&request).credentials(&known).server(&server);
            let explanation = explainer.rules(sample.door().rules).explain();
            prop_assert_eq!(explanation.signature_holds(), Some(true), "{}", name);
            let cause = explanation.cause().map(ToString::to_string);
            prop_assert!(cause.is_some(), "{name}: {explanation:?}");
            // Short tokens stand in a text by chance.
            for token in known.session_token().into_iter().filter(|token| token.len() > 8) {
                let text = format!("{cause:?} {:?}", explanation.canonical_request());
                prop_assert!(!text.contains(token), "{name}: {text}");
            }
        }
    }

    #[test]
    fn the_lines_that_are_shown_are_those_of_the_canonical_request(sample in sample()) {
        let sent = sample.send().unwrap();
        let (request, rules) = (sent.borrow(), sample.door().rules);
        let alone = Explainer::new(&request).rules(rules).explain();
        let canonical = &alone.steps().unwrap().canonical_request;
        let mut lines = canonical.split('\n');
        let mut next = || lines.next().unwrap();
        let mut expected = vec![("method", None, next()), ("path", None, next())];
        for pair in next().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            expected.push(("query", Some(name), value));
        }
        while let Some((name, value)) = next().split_once(':') {
            expected.push(("header", Some(name), value));
        }
        expected.extend([("signed headers", None, next()), ("payload hash", None, next())]);
        let shown = alone.canonical_request();
        prop_assert_eq!(shown.len(), expected.len(), "{}", canonical);
        for (line, expected) in shown.iter().zip(expected) {
            let text = line.signed.as_deref().unwrap();
            // A secret is hidden.
            let text = if text == "***" { expected.2 } else { text };
            prop_assert_eq!((line.part, line.name.as_deref(), text), expected);
        }

        // A server that shows the same, in whichever line breaks, differs nowhere.
        let mut server = ServerView::default();
        server.canonical_request = Some(canonical.replace('\n', "\r\n"));
        let beside = Explainer::new(&request).rules(rules).server(&server).explain();
        prop_assert_eq!(beside.first_difference(), None);
    }

    #[test]
    fn no_text_makes_an_explanation_panic(
        sample in sample(),
        code in ".*",
        message in "(?s).{0,60}(Canonical String for this request should have been\n')?.{0,200}",
        damaged in any::<Index>(),
    ) {
        let mut sent = sample.send().unwrap();
        let header = damaged.index(sent.headers.len());
        sent.headers[header].1.clear();
        let known = sample.credentials();
        let server = ServerView::of_message(&code, &message);
        let request = sent.borrow();
        let explanation = Explainer::new(&request).credentials(&known).server(&server).explain();
        let _ = format!("{explanation:?}");
    }
}
