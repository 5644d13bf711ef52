//! From a case to the request as sent, and to what the verifier says of it.

use sigfour::{AmzDate, Error, Refusal, Signer, Verifier};

use crate::case::{self, Case, Received, Verdict};

/// The signed requests of all cases that are to be signed.
pub(crate) fn all() -> Vec<(Case, Sent)> {
    let signed = |case: Case| match Sent::of(&case) {
        Ok(sent) => Some((case, sent)),
        Err(_) if case.result == Verdict::Acceptable => None,
        Err(error) => panic!("{}: {error}", case.id),
    };
    case::all()
        .into_iter()
        .filter(|case| matches!(case.op.as_str(), "sign" | "presign"))
        .filter(|case| case.result != Verdict::Invalid)
        .filter_map(signed)
        .collect()
}

/// A request with its signature.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) target: String,
    request: Received,
    signature: String,
}

impl Sent {
    pub(crate) fn of(case: &Case) -> Result<Self, Error> {
        let mut request = case.request();
        let signer = Signer::new(case.text("service"), case.text("region")).rules(case.rules());
        let credentials = case.credentials()?;
        let now = AmzDate::parse(case.text("timestamp"))?.to_offset_date_time();
        let signature = if case.op == "sign" {
            let signed = signer.sign(&request.borrow(), &credentials, now)?;
            request.headers.extend(signed.headers().map(|(n, v)| (n.to_string(), v.to_string())));
            signed.signature()
        } else {
            let presigned =
                signer.presign(&request.borrow(), &credentials, now, case.expires()?)?;
            request.target = presigned.target().into();
            presigned.signature()
        };
        Ok(Sent { target: request.target.clone(), request, signature: signature.to_string() })
    }

    /// The signed request that the file has.
    pub(crate) fn expected(case: &Case) -> Self {
        let mut request = case.request();
        let text = |member: &str| case.expected[member].as_str().unwrap().to_string();
        if case.op == "sign" {
            request.headers.extend(case::headers(&case.expected["headers"]));
        } else {
            request.target = text("target");
        }
        Sent { target: request.target.clone(), request, signature: text("signature") }
    }

    /// The headers by name in lower case; those of one name in their order.
    pub(crate) fn sorted_headers(&self) -> Vec<(String, &str)> {
        let headers = self.request.headers.iter();
        let mut headers: Vec<_> = headers.map(|(n, v)| (n.to_lowercase(), v.as_str())).collect();
        headers.sort_by(|a, b| a.0.cmp(&b.0));
        headers
    }

    pub(crate) fn with_another_digit(&self, at: usize) -> Self {
        let mut signature = self.signature.clone();
        let digit = if &signature[at..=at] == "0" { "1" } else { "0" };
        signature.replace_range(at..=at, digit);
        let mut sent = self.clone();
        sent.request.target = sent.request.target.replace(&self.signature, &signature);
        for (_, value) in &mut sent.request.headers {
            *value = value.replace(&self.signature, &signature);
        }
        sent
    }

    pub(crate) fn verify(&self, case: &Case) -> Result<(), Refusal> {
        let known = case.credentials().unwrap();
        let now = AmzDate::parse(case.text("timestamp")).unwrap().to_offset_date_time();
        Verifier::new(case.text("service"), case.text("region"))
            .rules(case.rules())
            .verify(
                &self.request.borrow(),
                |id| (id == known.access_key_id()).then_some(known.clone()),
                now,
            )
            .map(|_| ())
    }
}
