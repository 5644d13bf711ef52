//! Mistakes of a signer in the key that it signs with, told by its signature alone.

use alloc::format;
use alloc::string::{String, ToString};

use zeroize::Zeroizing;

use super::row::Row;
use crate::{AmzDate, CredentialScope, Credentials};

pub(super) const ROWS: &[Row] = &[
    Row {
        code: "KeyOfOtherScope",
        says: "the signing key was derived for another day, region or service than the credential scope names",
        advice: "Derive the key with the day, region and service of the credential scope, in this order: date, region, service, aws4_request. A key that is kept must be thrown away at midnight UTC.",
        finds: |e| {
            let (credentials, scope) = (e.credentials?, e.scope()?);
            let (day, region, service) = (scope.day(), scope.region(), scope.service());
            let day_before = day_beside(day, -1)?;
            let day_after = day_beside(day, 1)?;
            let services = ["execute-api", "lambda", "s3", "sts", "es", "iam", "dynamodb"];
            let regions = [
                "us-east-1",
                "us-east-2",
                "us-west-2",
                "eu-west-1",
                "eu-central-1",
                "ap-northeast-1",
                "ap-southeast-1",
            ];
            let others = [
                (day_before.day(), region, service),
                (day_after.day(), region, service),
                (day, service, region),
            ]
            .into_iter()
            .chain(services.map(|service| (day, region, service)))
            .chain(regions.map(|region| (day, region, service)));
            others
                .filter_map(|(day, region, service)| {
                    CredentialScope::new(day, region, service).ok()
                })
                .find(|other| e.is_signed_with(credentials, other))
                .map(|other| other.to_string())
        },
    },
    Row {
        code: "SecretAltered",
        says: "it is signed with the secret in an altered form",
        advice: "Pass the secret on as it is: a file or a variable added a space, or something percent-encoded or decoded its '/' and '+'.",
        finds: |e| {
            let (credentials, scope) = (e.credentials?, e.scope()?);
            let secret = credentials.expose_secret_access_key();
            let id = credentials.access_key_id();
            let is_it = |alter: Alteration| {
                let altered = altered(secret, alter);
                Credentials::new(id, &altered).is_ok_and(|other| e.is_signed_with(&other, &scope))
            };
            let found = ALTERATIONS.iter().find(|(_, alter)| is_it(*alter));
            found.map(|(how, _)| how.to_string())
        },
    },
];

/// Writes a secret in an altered form, of at most three bytes for each of its own and eight more.
type Alteration = fn(&mut String, &str);

/// How secrets are seen to be altered.
const ALTERATIONS: &[(&str, Alteration)] = &[
    ("a space behind it", |to, secret| to.extend([secret, " "])),
    ("a space before it", |to, secret| to.extend([" ", secret])),
    ("its spaces cut", |to, secret| to.push_str(secret.trim())),
    ("in quotes", |to, secret| to.extend(["\"", secret, "\""])),
    ("percent-encoded", |to, secret| replace(to, secret, &[("/", "%2F"), ("+", "%2B")])),
    ("percent-decoded", |to, secret| replace(to, secret, &[("%2F", "/"), ("%2B", "+")])),
    ("a space for each '+'", |to, secret| replace(to, secret, &[("+", " ")])),
    ("'AWS4' put before it twice", |to, secret| to.extend(["AWS4", secret])),
];

/// The altered secret. It is wiped when it is dropped, and has its room from the beginning: what a text grew out of
/// would not be wiped.
fn altered(secret: &str, alter: Alteration) -> Zeroizing<String> {
    let mut altered = Zeroizing::new(String::with_capacity(3 * secret.len() + 8));
    alter(&mut altered, secret);
    altered
}

/// Writes `text` with some of its parts replaced.
fn replace(to: &mut String, text: &str, forms: &[(&str, &str)]) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let form = forms.iter().find(|(from, _)| rest.starts_with(from));
        let (length, new) =
            form.map_or((first.len_utf8(), None), |(from, to)| (from.len(), Some(*to)));
        to.push_str(new.unwrap_or(&rest[..length]));
        rest = &rest[length..];
    }
}

/// The day before (-1) or after (1).
fn day_beside(day: &str, by: i64) -> Option<AmzDate> {
    let noon = AmzDate::parse(&format!("{day}T120000Z")).ok()?.timestamp();
    AmzDate::new(noon.unix_seconds() + by * 24 * 60 * 60).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_secret_never_outgrows_its_room() {
        let secrets = ["/", "++//", "a b+c/d%2Fe%2Bf%2f", " é ", "+%2B/%2F+"];
        for secret in secrets {
            let forms = ALTERATIONS.iter().map(|(_, alter)| altered(secret, *alter));
            let expected = [
                format!("{secret} "),
                format!(" {secret}"),
                secret.trim().to_string(),
                format!("\"{secret}\""),
                secret.replace('/', "%2F").replace('+', "%2B"),
                secret.replace("%2F", "/").replace("%2B", "+"),
                secret.replace('+', " "),
                format!("AWS4{secret}"),
            ];
            for (form, expected) in forms.zip(expected) {
                assert_eq!(*form, expected);
                assert_eq!(form.capacity(), 3 * secret.len() + 8);
            }
        }
    }
}
