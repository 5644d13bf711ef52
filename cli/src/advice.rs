//! What to do about an input that can't be signed: a table.

use sigfour::{Error, Part};

/// In a sentence, with the option or the variable that the input came from.
pub(crate) fn of(error: &Error) -> &'static str {
    match error {
        Error::MissingHost => {
            "Add the host that the request goes to, below the request line: `Host: example.com`."
        }
        Error::RepeatedHost => {
            "Keep the Host header that the request goes to, and take out the others."
        }
        Error::TargetNotOriginForm => {
            "Put path and query into the request line and the host into a header: `GET /path?query HTTP/1.1`, `Host: example.com`."
        }
        Error::InvalidByte { part: Part::Target, byte: b'#', .. } => {
            "A fragment is never sent: take out the # and what follows it, or write %23 where a # is meant."
        }
        Error::InvalidByte { part: Part::Target, .. } => {
            "Percent-encode it: a space is %20, a line break %0A."
        }
        Error::Empty(Part::Region) | Error::InvalidByte { part: Part::Region, .. } => {
            "Name a region such as us-east-1: --region, AWS_REGION, or the profile's region."
        }
        Error::Empty(Part::Service) | Error::InvalidByte { part: Part::Service, .. } => {
            "Name the service by its signing name, such as lambda or execute-api: --service."
        }
        Error::UnsignedPayloadRefused { .. } => "Leave out --unsigned-payload.",
        Error::InvalidExpiry { .. } => "Give a time from 1s to 7d: --expires 15m.",
        Error::CredentialsExpired => {
            "Get new ones and set AWS_CREDENTIAL_EXPIRATION, which says when those of the environment end, with them; if it is left from others, unset it."
        }
        _ => "Mend the request; nothing was sent.",
    }
}
