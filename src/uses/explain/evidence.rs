//! What there is to tell a mistake by: the request, its signature, the credentials, the server's words and strings.

use alloc::borrow::Cow;
use alloc::string::String;

use super::parts::{CanonicalParts, StringParts};
use super::secrets::tokens_of;
use super::server::ServerView;
use crate::{
    AmzDate, Authorization, CredentialScope, Credentials, Reason, Request, Rules, SigningKey,
    Steps, Verifier,
};

pub(super) struct Evidence<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) authorization: Option<&'a Authorization<'a>>,
    pub(super) credentials: Option<&'a Credentials>,
    pub(super) rules: Rules,
    pub(super) steps: &'a Result<Steps, Reason>,
    pub(super) server: &'a ServerView,
    /// Of the request as given.
    pub(super) own: Option<CanonicalParts<'a>>,
    /// The server's.
    pub(super) theirs: Option<CanonicalParts<'a>>,
    pub(super) own_string: Option<StringParts<'a>>,
    pub(super) their_string: Option<StringParts<'a>>,
    /// The server's message, in lower case.
    message: String,
    /// That of the credentials, for the scope that the request names.
    key: Option<SigningKey>,
    holds: Option<bool>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        request: &'a Request<'a>,
        authorization: Option<&'a Authorization<'a>>,
        credentials: Option<&'a Credentials>,
        rules: Rules,
        steps: &'a Result<Steps, Reason>,
        server: &'a ServerView,
    ) -> Self {
        let own = steps.as_ref().ok();
        let mut evidence = Evidence {
            request,
            authorization,
            credentials,
            rules,
            steps,
            server,
            own: own.and_then(|steps| CanonicalParts::parse(&steps.canonical_request)),
            theirs: server.canonical_request.as_deref().and_then(CanonicalParts::parse),
            own_string: own.and_then(|steps| StringParts::parse(&steps.string_to_sign)),
            their_string: server.string_to_sign.as_deref().and_then(StringParts::parse),
            message: server.message.to_lowercase(),
            key: credentials.zip(authorization).map(|(credentials, authorization)| {
                SigningKey::derive(credentials, &authorization.scope())
            }),
            holds: None,
        };
        evidence.holds =
            own.filter(|_| evidence.key.is_some()).map(|steps| evidence.is_signature_of(steps));
        evidence
    }

    /// Whether the signature is the right one for the request as given.
    pub(super) fn holds(&self) -> Option<bool> {
        self.holds
    }

    /// The two canonical requests, where both are known.
    pub(super) fn both(&self) -> Option<(&CanonicalParts<'a>, &CanonicalParts<'a>)> {
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
        self.request.header(name)
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
        let date = self.own_string.as_ref().map(|own| own.date.into());
        date.or_else(|| self.header("x-amz-date")).and_then(|date| AmzDate::parse(&date).ok())
    }

    /// The session token that the request has, in a header or in the query.
    pub(super) fn token(&self) -> Option<String> {
        tokens_of(self.request).next()
    }

    pub(super) fn access_key_id(&self) -> &str {
        self.authorization.map_or("", Authorization::access_key_id)
    }

    fn is_signature_of(&self, steps: &Steps) -> bool {
        let signature = self.authorization.map(Authorization::signature);
        self.key.as_ref().is_some_and(|key| Some(steps.signature(key)) == signature)
    }

    /// Whether the request has the signature of another canonical request.
    pub(super) fn is_signed_as(&self, canonical_request: String) -> bool {
        let own = self.steps.as_ref().ok();
        own.is_some_and(|own| self.is_signature_of(&own.with_canonical_request(canonical_request)))
    }

    /// Whether it has the signature that other rules lead to.
    pub(super) fn is_signed_by(&self, rules: Rules) -> bool {
        self.steps_by(rules).is_some_and(|steps| self.is_signature_of(&steps))
    }

    /// The canonical path by other rules.
    pub(super) fn path_by(&self, rules: Rules) -> Option<String> {
        let steps = self.steps_by(rules)?;
        CanonicalParts::parse(&steps.canonical_request).map(|parts| parts.path.into())
    }

    fn steps_by(&self, rules: Rules) -> Option<Steps> {
        let scope = self.scope()?;
        let verifier = Verifier::new(scope.service(), scope.region()).rules(rules);
        verifier.steps(self.request).ok()
    }

    /// Whether it has the signature of another key.
    pub(super) fn is_signed_with(
        &self,
        credentials: &Credentials,
        scope: &CredentialScope<'_>,
    ) -> bool {
        let signature = self.authorization.map(Authorization::signature);
        let key = SigningKey::derive(credentials, scope);
        self.steps.as_ref().is_ok_and(|own| Some(own.signature(&key)) == signature)
    }
}
