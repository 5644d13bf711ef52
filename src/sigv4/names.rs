//! The names that signing reads and writes: headers, and the parameters of a presigned URL.

/// Headers, in lower case.
pub(crate) mod header {
    pub(crate) const AUTHORIZATION: &str = "authorization";
    pub(crate) const HOST: &str = "host";
    /// The date of HTTP, which a signed request may carry in place of [`DATE`].
    pub(crate) const HTTP_DATE: &str = "date";
    pub(crate) const DATE: &str = "x-amz-date";
    pub(crate) const CONTENT_SHA256: &str = "x-amz-content-sha256";
    pub(crate) const SECURITY_TOKEN: &str = "x-amz-security-token";
    pub(crate) const S3_SESSION_TOKEN: &str = "x-amz-s3session-token";
}

/// The parameters of a presigned URL. Their names are case-sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameter {
    Algorithm,
    Credential,
    Date,
    SignedHeaders,
    Expires,
    Signature,
    ContentSha256,
    SecurityToken,
    S3SessionToken,
}

impl Parameter {
    pub(crate) const ALL: [Parameter; 9] = [
        Parameter::Algorithm,
        Parameter::Credential,
        Parameter::Date,
        Parameter::SignedHeaders,
        Parameter::Expires,
        Parameter::Signature,
        Parameter::ContentSha256,
        Parameter::SecurityToken,
        Parameter::S3SessionToken,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Parameter::Algorithm => "X-Amz-Algorithm",
            Parameter::Credential => "X-Amz-Credential",
            Parameter::Date => "X-Amz-Date",
            Parameter::SignedHeaders => "X-Amz-SignedHeaders",
            Parameter::Expires => "X-Amz-Expires",
            Parameter::Signature => "X-Amz-Signature",
            Parameter::ContentSha256 => "X-Amz-Content-Sha256",
            Parameter::SecurityToken => "X-Amz-Security-Token",
            Parameter::S3SessionToken => "X-Amz-S3session-Token",
        }
    }

    /// The parameter of a name in canonical form.
    pub(crate) fn find(name: &[u8]) -> Option<Self> {
        // Most names do not begin with an X: the first byte decides.
        name.starts_with(b"X-Amz-").then_some(())?;
        Self::ALL.into_iter().find(|known| known.name().as_bytes() == name)
    }
}
