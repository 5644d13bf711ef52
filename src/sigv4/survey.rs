//! One look over a request, before anything is made of it: it must be readable in one way only.

use super::error::{Error, Part};
use super::field::Field;
use super::names::header;
use super::redact;
use super::request::Request;
use super::rules::SessionTokenHeader;
use super::scan::seen;

impl<'a> Request<'a> {
    /// Checks that the request can be read in one way only. Signing, presigning and verifying make the same
    /// checks before they hash.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::InvalidByte`], [`Error::InvalidHeaderValue`],
    /// [`Error::TargetNotOriginForm`], [`Error::MissingHost`] and [`Error::RepeatedHost`].
    pub fn check(&self) -> Result<(), Error> {
        self.survey(|_| {}).map(|_| ())
    }

    /// Checks the request, finds the headers that signing knows, and hands each header to `see`, up to the first
    /// invalid one.
    pub(super) fn survey(&self, mut see: impl FnMut(Header<'a>)) -> Result<Survey<'a>, Error> {
        check_token(Part::Method, self.method)?;
        check_target(self.target)?;
        let mut survey = Survey::default();
        let mut fault = None;
        self.headers.visit(|name, value| {
            if fault.is_some() {
                return;
            }
            match Header::check(name, value) {
                Ok(header) => {
                    survey.see(name, value);
                    see(header);
                }
                Err(error) => fault = Some(error),
            }
        });
        match (fault, survey.host) {
            (Some(error), _) => Err(error),
            (None, Field { repeated: true, .. }) => Err(Error::RepeatedHost),
            (None, Field { first: Some(host), .. }) if !host.trim_ascii().is_empty() => Ok(survey),
            (None, _) => Err(Error::MissingHost),
        }
    }
}

/// A header that passed, and what was seen of its bytes.
#[derive(Clone, Copy)]
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a [u8],
    /// Whether the name is not in lower case as it is.
    pub(super) has_capitals: bool,
    /// Whether the value has spaces or tabs, which may have to be trimmed or folded.
    pub(super) has_blanks: bool,
}

impl<'a> Header<'a> {
    /// One that signing adds: neither has anything to change.
    pub(super) fn added(name: &'static str, value: &'a [u8]) -> Self {
        Header { name, value, has_capitals: false, has_blanks: false }
    }

    fn check(name: &'a str, value: &'a [u8]) -> Result<Self, Error> {
        const INVALID: u8 = 1;
        const BLANK: u8 = 2;
        let is_invalid = |b: u8| b.is_ascii_control() & (b != b'\t');
        let in_value = seen(value, b'a', |b| {
            let is_blank = (b == b' ') | (b == b'\t');
            (INVALID * u8::from(is_invalid(b))) | (BLANK * u8::from(is_blank))
        });
        let has_capitals = check_token(Part::HeaderName, name)?;
        if in_value & INVALID != 0 {
            if let Some(at) = value.iter().position(|b| is_invalid(*b)) {
                let name = redact::name(name).into();
                return Err(Error::InvalidHeaderValue { name, byte: value[at], at });
            }
        }
        Ok(Header { name, value, has_capitals, has_blanks: in_value & BLANK != 0 })
    }
}

/// The headers that signing knows.
#[derive(Default)]
pub(super) struct Survey<'a> {
    host: Field<'a>,
    pub(super) authorization: Field<'a>,
    pub(super) date: Field<'a>,
    pub(super) http_date: Field<'a>,
    security_token: Field<'a>,
    s3_session_token: Field<'a>,
    pub(super) content_sha256: Field<'a>,
}

impl<'a> Survey<'a> {
    /// The header that carries the session token.
    pub(super) fn token(&self, header: SessionTokenHeader) -> Field<'a> {
        match header {
            SessionTokenHeader::SecurityToken => self.security_token,
            SessionTokenHeader::S3SessionToken => self.s3_session_token,
        }
    }

    fn see(&mut self, name: &str, value: &'a [u8]) {
        // The length tells most names apart without a look at their bytes.
        let is = |known: &str| name.len() == known.len() && name.eq_ignore_ascii_case(known);
        let field = if is(header::HOST) {
            &mut self.host
        } else if is(header::HTTP_DATE) {
            &mut self.http_date
        } else if is(header::DATE) {
            &mut self.date
        } else if is(header::AUTHORIZATION) {
            &mut self.authorization
        } else if is(header::CONTENT_SHA256) {
            &mut self.content_sha256
        } else if is(header::SECURITY_TOKEN) {
            &mut self.security_token
        } else if is(header::S3_SESSION_TOKEN) {
            &mut self.s3_session_token
        } else {
            return;
        };
        field.see(value);
    }
}

fn check_target(target: &str) -> Result<(), Error> {
    if !target.is_empty() && !target.starts_with(['/', '?']) {
        return Err(Error::TargetNotOriginForm);
    }
    // A fragment is never sent, so that a signature over one can't hold.
    let refused = |b: u8| b.is_ascii_control() | (b == b'#');
    if seen(target.as_bytes(), b'a', |b| u8::from(refused(b))) == 0 {
        return Ok(());
    }
    match target.bytes().position(refused) {
        Some(at) => Err(Error::InvalidByte { part: Part::Target, byte: target.as_bytes()[at], at }),
        None => Ok(()),
    }
}

/// Refuses what is no token of HTTP (RFC 9110, section 5.6.2), and returns whether it has capitals.
fn check_token(part: Part, text: &str) -> Result<bool, Error> {
    if text.is_empty() {
        return Err(Error::Empty(part));
    }
    let in_text = text.bytes().fold(0, |seen, b| seen | IN_TOKEN[usize::from(b)]);
    if in_text & REFUSED != 0 {
        let is_refused = |b: u8| IN_TOKEN[usize::from(b)] & REFUSED != 0;
        if let Some(at) = text.bytes().position(is_refused) {
            return Err(Error::InvalidByte { part, byte: text.as_bytes()[at], at });
        }
    }
    Ok(in_text & CAPITAL != 0)
}

const REFUSED: u8 = 1;
const CAPITAL: u8 = 2;

/// What a byte is in a token: a table, as most are too short to look at many bytes at a time.
static IN_TOKEN: [u8; 256] = {
    let mut table = [REFUSED; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_uppercase() {
            table[byte] = CAPITAL;
        } else if b.is_ascii_alphanumeric() {
            table[byte] = 0;
        }
        byte += 1;
    }
    let others = b"!#$%&'*+-.^_`|~";
    let mut n = 0;
    while n < others.len() {
        table[others[n] as usize] = 0;
        n += 1;
    }
    table
};
