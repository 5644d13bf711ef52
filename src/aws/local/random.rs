//! What AWS makes up: key ids, secrets, session tokens, request ids, in AWS's forms.
//!
//! Source: "IAM identifiers" in the IAM user guide, for the prefixes of ids.

use std::format;
use std::string::String;

use super::text::base64;

/// What AWS's session tokens begin with.
const TOKEN_PREFIX: &str = "IQoJb3JpZ2luX2Vj";

/// The system gives no random numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoRandomness;

fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::getrandom(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// One letter of `alphabet`, whose length is a power of two, for each byte.
fn letters<const N: usize>(alphabet: &[u8]) -> Result<String, NoRandomness> {
    let letter = |b: u8| char::from(alphabet[usize::from(b) % alphabet.len()]);
    Ok(bytes::<N>()?.into_iter().map(letter).collect())
}

/// An access key id of 20 characters: `AKIA` for a user's, `ASIA` for temporary ones.
pub(super) fn access_key_id(prefix: &str) -> Result<String, NoRandomness> {
    Ok(format!("{prefix}{}", letters::<16>(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")?))
}

/// The unique id of a user (`AIDA`) or a role (`AROA`): 21 characters.
pub(super) fn unique_id(prefix: &str) -> Result<String, NoRandomness> {
    Ok(format!("{prefix}{}", letters::<17>(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")?))
}

/// The first label of a function URL: 32 characters.
pub(super) fn url_id() -> Result<String, NoRandomness> {
    letters::<32>(b"abcdefghijklmnopqrstuvwxyz234567")
}

/// A secret of 40 characters, `+` and `/` among them.
pub(super) fn secret_access_key() -> Result<String, NoRandomness> {
    Ok(base64(&bytes::<30>()?))
}

/// A session token: long, with `+`, `/` and `=`, as AWS's are.
pub(super) fn session_token() -> Result<String, NoRandomness> {
    Ok(format!("{TOKEN_PREFIX}{}", base64(&bytes::<256>()?)))
}

/// A request id: a random UUID (RFC 9562, section 5.4). All zeros should there be no random numbers, since an
/// answer does not depend on it.
pub(super) fn request_id() -> String {
    let mut id = u128::from_be_bytes(bytes().unwrap_or_default());
    id = id & !(0xf << 76) | 4 << 76;
    id = id & !(0b11 << 62) | 0b10 << 62;
    let hex = format!("{id:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_up_has_the_form_of_aws() {
        let id = access_key_id("ASIA").unwrap();
        assert!(id.starts_with("ASIA") && id.len() == 20, "{id}");
        assert_eq!(secret_access_key().unwrap().len(), 40);
        assert_ne!(session_token().unwrap(), session_token().unwrap());
        let id = request_id();
        assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'), "{id}");
        assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
    }
}
