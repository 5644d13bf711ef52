//! What there is to tell a mistake by: the request, its signature, the credentials, the server's words and strings.

use alloc::borrow::Cow;
use alloc::string::String;

use zeroize::Zeroizing;

use super::canonical_text::CanonicalText;
use super::secrets::tokens_of;
use super::server::ServerView;
use super::string_text::StringText;
use crate::sigv4::names::header;
use crate::sigv4::redact::lossy;
use crate::sigv4::{canonical_path, sha256};
use crate::{
    AmzDate, Authorization, Claim, CredentialScope, Credentials, Reason, Request, Rules,
    SigningKey, Steps, StringToSign, UnsignedPayload, Verifier,
};

pub(super) struct Evidence<'a> {
    pub(super) request: Request<'a>,
    pub(super) authorization: Option<Authorization<'a>>,
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) rules: Rules,
    /// What a verifier by these rules reads of the request.
    claim: Option<Claim<'a>>,
    pub(super) steps: Result<Steps, Reason>,
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
    /// Whether the signature is the right one for the request as given; `None` if that can't be told.
    pub(super) holds: Option<bool>,
}

impl<'a> Evidence<'a> {
    /// `rules` are those of the service that the request is signed for, unless others are given.
    pub(super) fn new(
        request: Request<'a>,
        credentials: Option<&'a Credentials>,
        rules: Option<Rules>,
        server: &'a ServerView,
    ) -> Self {
        let authorization = Authorization::of(&request);
        let service = authorization.as_ref().map_or("", |own| own.scope().service());
        let rules = rules.unwrap_or_else(|| Rules::of(service));
        let claim = match &authorization {
            Ok(own) => claim_by(rules, own, &request),
            Err(reason) => Err(reason.clone()),
        };
        let steps = claim.as_ref().map(Claim::steps).map_err(Reason::clone);
        let authorization = authorization.ok();
        let own = steps.as_ref().ok();
        let mut evidence = Evidence {
            own: own.and_then(|steps| CanonicalText::parse(&steps.canonical_request)),
            theirs: server.canonical_request.as_deref().and_then(CanonicalText::parse),
            own_string: own.and_then(|steps| StringText::parse(&steps.string_to_sign)),
            their_string: server.string_to_sign.as_deref().and_then(StringText::parse),
            message: server.message.to_lowercase(),
            key: credentials
                .zip(authorization.as_ref())
                .map(|(credentials, own)| SigningKey::derive(credentials, &own.scope())),
            holds: None,
            request,
            authorization,
            credentials,
            rules,
            claim: claim.ok(),
            steps,
            server,
        };
        let claim = evidence.claim.as_ref().filter(|_| evidence.key.is_some());
        evidence.holds = claim.map(|claim| evidence.is_signature_of(&claim.string_to_sign()));
        evidence
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
        self.authorization.as_ref().map(Authorization::scope)
    }

    /// The request's own value of a header.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.request.list().first(name).map(|value| lossy(value.trim_ascii()).into())
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
        let date = self.own_string.as_ref().map(|own| (&*own.date).into());
        date.or_else(|| self.header(header::DATE)).and_then(|date| AmzDate::parse(&date).ok())
    }

    /// The session token that the request has, in a header or in the query.
    pub(super) fn token(&self) -> Option<Zeroizing<String>> {
        tokens_of(&self.request).next()
    }

    pub(super) fn access_key_id(&self) -> &str {
        self.authorization.as_ref().map_or("", Authorization::access_key_id)
    }

    fn is_signature_of(&self, string: &StringToSign<'_>) -> bool {
        let pair = self.key.as_ref().zip(self.authorization.as_ref());
        pair.is_some_and(|(key, authorization)| key.verify(string, authorization.signature()))
    }

    /// Whether the request, which does not have its own signature, has that of another canonical request.
    pub(super) fn is_signed_as(&self, other: &CanonicalText) -> bool {
        self.is_signed_over(&other.render())
    }

    /// Whether the request, which does not have its own signature, has that of another text in the canonical request's
    /// place.
    pub(super) fn is_signed_over(&self, text: &str) -> bool {
        let (Some(claim), Ok(own)) = (&self.claim, &self.steps) else { return false };
        // An edit that changes nothing is no mistake, and need not be hashed.
        own.canonical_request != text
            && self.is_signature_of(&claim.string_of(&sha256(text.as_bytes())))
    }

    /// Whether the request, which does not have its own signature, has that of other rules for the path.
    ///
    /// The request is read again: a text has U+FFFD for bytes that are not UTF-8, and the signature covers the bytes.
    pub(super) fn is_signed_by(&self, rules: Rules) -> bool {
        let (Some(own), Some(authorization)) = (&self.own, &self.authorization) else {
            return false;
        };
        self.path_by(rules) != own.path
            && claim_by(rules, authorization, &self.request)
                .is_ok_and(|claim| self.is_signature_of(&claim.string_to_sign()))
    }

    /// The canonical path by other rules.
    pub(super) fn path_by(&self, rules: Rules) -> String {
        canonical_path(self.request.path_and_query().0, &rules)
    }

    /// Whether it has the signature of another key.
    pub(super) fn is_signed_with(
        &self,
        credentials: &Credentials,
        scope: &CredentialScope<'_>,
    ) -> bool {
        let key = SigningKey::derive(credentials, scope);
        let pair = self.claim.as_ref().zip(self.authorization.as_ref());
        pair.is_some_and(|(claim, own)| key.signs_as(&claim.string_to_sign(), own.signature()))
    }
}

/// What a verifier by these rules reads of a request. What AWS does not say whether it takes is no cause.
fn claim_by<'a>(
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
