//! What there is to tell a mistake by: the request, its signature, the credentials, the server's words and strings.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use zeroize::Zeroizing;

use super::canonical_text::CanonicalText;
use super::secrets::tokens_of;
use super::server::ServerView;
use super::string_text::StringText;
use crate::sigv4::names::header;
use crate::sigv4::redact::lossy;
use crate::sigv4::sha256;
use crate::{
    AmzDate, Authorization, Claim, CredentialScope, Credentials, Reason, Request, Rules,
    SigningKey, StringToSign, UnsignedPayload, Verifier,
};

pub(super) struct Evidence<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) authorization: Option<&'a Authorization<'a>>,
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) rules: Rules,
    claim: &'a Result<Claim<'a>, Reason>,
    pub(super) server: &'a ServerView,
    /// Of the request as given.
    pub(super) own: Option<CanonicalText>,
    /// The server's.
    pub(super) theirs: Option<CanonicalText>,
    pub(super) own_string: Option<StringText>,
    pub(super) their_string: Option<StringText>,
    /// The server's message, in lower case.
    message: String,
    /// That of the credentials, for the scope that the request names.
    key: Option<SigningKey>,
    holds: Option<bool>,
}

/// What a verifier by these rules reads of a request. What AWS does not say whether it takes is no cause.
pub(super) fn claim_by<'a>(
    rules: Rules,
    own: &Authorization<'_>,
    request: &Request<'a>,
) -> Result<Claim<'a>, Reason> {
    let verifier = Verifier::new(own.scope().service(), own.scope().region()).rules(rules);
    let verifier = match rules.unsigned_payload {
        UnsignedPayload::Undocumented => verifier.accept_unsigned_payload(),
        _ => verifier,
    };
    verifier.unchecked(request)
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        request: &'a Request<'a>,
        authorization: Option<&'a Authorization<'a>>,
        credentials: Option<&'a Credentials>,
        rules: Rules,
        claim: &'a Result<Claim<'a>, Reason>,
        server: &'a ServerView,
    ) -> Self {
        let own = claim.as_ref().ok();
        let mut evidence = Evidence {
            request,
            authorization,
            credentials,
            rules,
            claim,
            server,
            own: own.and_then(|own| CanonicalText::parse(&own.canonical_request())),
            theirs: server.canonical_request.as_deref().and_then(CanonicalText::parse),
            own_string: own.and_then(|own| StringText::parse(&own.string_to_sign().to_string())),
            their_string: server.string_to_sign.as_deref().and_then(StringText::parse),
            message: server.message.to_lowercase(),
            key: credentials.zip(authorization).map(|(credentials, authorization)| {
                SigningKey::derive(credentials, &authorization.scope())
            }),
            holds: None,
        };
        let own = own.filter(|_| evidence.key.is_some());
        evidence.holds = own.map(|own| evidence.is_signature_of(&own.string_to_sign()));
        evidence
    }

    /// Why the request can't be one that holds, whatever its signature.
    pub(super) fn reason(&self) -> Option<&Reason> {
        self.claim.as_ref().err()
    }

    /// Whether the request has the form that it must have.
    pub(super) fn is_well_formed(&self) -> bool {
        self.claim.is_ok()
    }

    /// Whether the signature is the right one for the request as given.
    pub(super) fn holds(&self) -> Option<bool> {
        self.holds
    }

    /// The two canonical requests, where both are known.
    pub(super) fn both(&self) -> Option<(&CanonicalText, &CanonicalText)> {
        Some((self.own.as_ref()?, self.theirs.as_ref()?))
    }

    /// Whether the server made the same of the request, as far as it shows it.
    pub(super) fn server_agrees(&self) -> bool {
        let same = self.both().is_some_and(|(own, theirs)| own == theirs);
        let strings = self.own_string.as_ref().zip(self.their_string.as_ref());
        same && strings.is_none_or(|(own, theirs)| own == theirs)
    }

    pub(super) fn scope(&self) -> Option<CredentialScope<'_>> {
        self.authorization.map(Authorization::scope)
    }

    /// The request's own value of a header.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.request.list().first(name).map(|value| String::from_utf8_lossy(value.trim_ascii()))
    }

    /// The request's own values, as they are sent: of a name that is repeated, the first.
    pub(super) fn headers_as_sent(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        self.request.list().visit(|name, value| {
            let value = || lossy(value.trim_ascii());
            values.entry(name.to_ascii_lowercase()).or_insert_with(value);
        });
        values
    }

    pub(super) fn code_is(&self, codes: &[&str]) -> bool {
        codes.contains(&&*self.server.code)
    }

    /// Whether the server's message has one of these texts, which are in lower case.
    pub(super) fn says(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.message.contains(text))
    }

    /// The date that was signed.
    pub(super) fn date(&self) -> Option<AmzDate> {
        match self.claim {
            Ok(claim) => Some(claim.date()),
            Err(_) => AmzDate::parse(&self.header(header::DATE)?).ok(),
        }
    }

    /// The session token that the request has, in a header or in the query.
    pub(super) fn token(&self) -> Option<Zeroizing<String>> {
        tokens_of(self.request).next()
    }

    pub(super) fn access_key_id(&self) -> &str {
        self.authorization.map_or("", Authorization::access_key_id)
    }

    fn is_signature_of(&self, string: &StringToSign<'_>) -> bool {
        let pair = self.key.as_ref().zip(self.authorization);
        pair.is_some_and(|(key, authorization)| key.verify(string, authorization.signature()))
    }

    /// Whether the request has the signature of another canonical request.
    pub(super) fn is_signed_as(&self, canonical_request: &str) -> bool {
        let digest = sha256(canonical_request.as_bytes());
        let claim = self.claim.as_ref();
        claim.is_ok_and(|claim| self.is_signature_of(&claim.string_of(&digest)))
    }

    /// Whether it has the signature that other rules lead to.
    pub(super) fn is_signed_by(&self, rules: Rules) -> bool {
        self.claim_by(rules).is_some_and(|claim| self.is_signature_of(&claim.string_to_sign()))
    }

    /// The canonical path by other rules.
    pub(super) fn path_by(&self, rules: Rules) -> Option<String> {
        let text = CanonicalText::parse(&self.claim_by(rules)?.canonical_request())?;
        Some(text.parts().path.into())
    }

    fn claim_by(&self, rules: Rules) -> Option<Claim<'a>> {
        claim_by(rules, self.authorization?, self.request).ok()
    }

    /// Whether it has the signature of another key.
    pub(super) fn is_signed_with(
        &self,
        credentials: &Credentials,
        scope: &CredentialScope<'_>,
    ) -> bool {
        let key = SigningKey::derive(credentials, scope);
        let pair = self.claim.as_ref().ok().zip(self.authorization);
        pair.is_some_and(|(claim, own)| key.signs_as(&claim.string_to_sign(), own.signature()))
    }
}
