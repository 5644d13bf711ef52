//! What is left when no other mistake was found.

use alloc::string::String;

use super::row::Row;

pub(super) const ROWS: &[Row] = &[
    Row {
        code: "WrongSecret",
        says: "the secret is wrong: the signature is right for it, and the server's canonical request and string to sign are those of this request",
        advice: "Copy access key id and secret access key again, both at once, with the session token if there is one; look for a space or a line break at the end, and for another profile's variables in the environment.",
        finds: |e| (e.holds == Some(true) && e.server_agrees()).then(String::new),
    },
    Row {
        code: "SecretOrSigner",
        says: "the server made of the request what is made of it here: the secret is wrong, or the signer signed something else",
        advice: "Explain it with the credentials that it was signed with (the environment, --profile): the signature then tells which of the two it is.",
        finds: |e| (e.holds.is_none() && e.server_agrees()).then(String::new),
    },
    Row {
        code: "NotSignedAsGiven",
        says: "the signature is not that of this request with these credentials, nor of a mistake that is known here",
        advice: "It was signed with another secret, by a mistake of the signer's that is not known here, or changed after it was signed. Have the signer print its canonical request and compare it with the one above; capture the request where it was signed; check the secret.",
        finds: |e| (e.holds == Some(false)).then(String::new),
    },
    Row {
        code: "NothingShown",
        says: "the server does not show what it made of the request",
        advice: "If the signature holds with the credentials that are found here, the secret is not the one that belongs to the access key id, or something changed the request on its way: call the endpoint without proxies, or sign fewer headers. If it was not checked, explain it with the credentials that it was signed with.",
        finds: |e| {
            let texts = &["signature we calculated does not match"];
            let is_mismatch = e.code_is(MISMATCH) || e.says(texts);
            (is_mismatch && e.theirs.is_none()).then(String::new)
        },
    },
];

/// What services call a signature that is another than theirs.
const MISMATCH: &[&str] =
    &["SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature"];
