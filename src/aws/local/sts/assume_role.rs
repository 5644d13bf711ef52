//! AssumeRole: temporary credentials of the role, for the user and for whoever already is in a session.
//!
//! Session policies and tags are checked for their form; nothing acts on them.

use std::format;
use std::string::String;
use std::vec::Vec;

use serde_json::Value;

use super::answer::Node;
use super::check::{Checks, DIGITS, EXTERNAL_ID, NAME, Pattern, SERIAL_NUMBER, TAG, TEXT};
use super::{Fault, Parameters, credentials_node, mfa, not_authorized};
use crate::aws::local::state::{Caller, Principal, State};

/// What a session may have of policy text, and of policies and tags together: the size that AWS tells is a share of
/// it.
const MAX_POLICY: usize = 2048;

/// The longest session of a role that temporary credentials assume.
const CHAINED: i64 = 3600;

pub(super) fn answer(state: &State, caller: &Caller, given: &Parameters) -> Result<Node, Fault> {
    let mut checks = Checks::new(given);
    let role_arn = checks.required("RoleArn", 20..=2048, &TEXT);
    let session_name = checks.required("RoleSessionName", 2..=64, &NAME);
    let seconds = checks.number("DurationSeconds", 900..=43_200);
    let policy = checks.text("Policy", 1..=MAX_POLICY, &TEXT);
    let external_id = checks.text("ExternalId", 2..=1224, &EXTERNAL_ID);
    let source_identity = checks.text("SourceIdentity", 2..=64, &NAME);
    checks.text("SerialNumber", 9..=256, &SERIAL_NUMBER);
    checks.text("TokenCode", 6..=6, &DIGITS);
    let policy_arns = policy_arns(&mut checks);
    let tags = tags(&mut checks);
    let transitive = list(&mut checks, "TransitiveTagKeys", 50, 1..=128, &TAG);
    checks.finish()?;

    if !is_role_arn(role_arn) {
        return Err(Fault::validation(format!("{role_arn} is invalid")));
    }
    check_tags(&tags, &transitive)?;
    if let Some(policy) = policy {
        check_policy(policy)?;
    }
    if let Some(arn) = policy_arns.iter().find(|arn| !is_policy_arn(arn)) {
        return Err(Fault::validation(format!("{arn} is invalid")));
    }
    if caller.principal != Principal::User && seconds > Some(CHAINED) {
        return Err(Fault::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role \
             chaining.",
        ));
    }

    let has_mfa = mfa(state, given)? || caller.has_mfa;
    let settings = &state.settings;
    let is_trusted = role_arn == state.role_arn()
        && (settings.external_id.is_none() || settings.external_id.as_deref() == external_id)
        && (settings.mfa.is_none() || has_mfa);
    if !is_trusted {
        return Err(not_authorized(caller, "sts:AssumeRole", role_arn));
    }

    let (credentials, session) =
        state.issue(Some(session_name), has_mfa, seconds.unwrap_or(3600))?;
    let mut members = std::vec![
        (
            "AssumedRoleUser",
            Node::Map(std::vec![
                ("AssumedRoleId", Node::Text(session.user_id)),
                ("Arn", Node::Text(session.arn)),
            ]),
        ),
        ("Credentials", credentials_node(&credentials)),
    ];
    let packed: usize = policy.map_or(0, str::len)
        + policy_arns.iter().map(|arn| arn.len()).sum::<usize>()
        + tags.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
    if packed > 0 {
        members
            .push(("PackedPolicySize", Node::Number((packed * 100).div_ceil(MAX_POLICY).min(100))));
    }
    if let Some(identity) = source_identity {
        members.push(("SourceIdentity", Node::Text(identity.into())));
    }
    Ok(Node::Map(members))
}

/// `PolicyArns.member.N.arn`.
fn policy_arns<'a>(checks: &mut Checks<'a>) -> Vec<&'a str> {
    let names = checks.members("PolicyArns", 10);
    names.iter().map(|name| checks.required(&format!("{name}.arn"), 20..=2048, &TEXT)).collect()
}

/// `Tags.member.N.Key` and `Tags.member.N.Value`.
fn tags<'a>(checks: &mut Checks<'a>) -> Vec<(&'a str, &'a str)> {
    let names = checks.members("Tags", 50);
    let mut tag = |name: &String| {
        let key = checks.required(&format!("{name}.Key"), 1..=128, &TAG);
        (key, checks.required(&format!("{name}.Value"), 0..=256, &TAG))
    };
    names.iter().map(&mut tag).collect()
}

fn list<'a>(
    checks: &mut Checks<'a>,
    name: &str,
    most: usize,
    length: std::ops::RangeInclusive<usize>,
    pattern: &Pattern,
) -> Vec<&'a str> {
    let names = checks.members(name, most);
    names.iter().map(|name| checks.required(name, length.clone(), pattern)).collect()
}

fn check_tags(tags: &[(&str, &str)], transitive: &[&str]) -> Result<(), Fault> {
    let is_repeated =
        |n: usize| tags[..n].iter().any(|(key, _)| key.eq_ignore_ascii_case(tags[n].0));
    if (0..tags.len()).any(is_repeated) {
        let why = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
        return Err(Fault::new(400, "InvalidParameterValue", why));
    }
    let is_tag = |name: &&&str| tags.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    match transitive.iter().find(|name| !is_tag(name)) {
        Some(name) => {
            let why = format!("The transitive tag key {name} is not among the session's tags.");
            Err(Fault::new(400, "InvalidParameterValue", why))
        }
        None => Ok(()),
    }
}

fn check_policy(policy: &str) -> Result<(), Fault> {
    let malformed = |why: &str| Err(Fault::new(400, "MalformedPolicyDocument", why));
    match serde_json::from_str::<Value>(policy) {
        Err(_) => malformed("This policy contains invalid Json"),
        Ok(policy) if policy.get("Statement").is_none() => malformed("Syntax errors in policy."),
        Ok(_) => Ok(()),
    }
}

/// `arn:aws:iam::123456789012:role/path/name`, in any partition.
fn is_role_arn(arn: &str) -> bool {
    is_iam_arn(arn, "role/", |account| {
        account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The same for a policy, which may be AWS's own.
fn is_policy_arn(arn: &str) -> bool {
    is_iam_arn(arn, "policy/", |account| {
        account == "aws" || (account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_iam_arn(arn: &str, kind: &str, is_account: impl Fn(&str) -> bool) -> bool {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let [scheme, partition, service, region, account, resource] = parts[..] else { return false };
    let name = resource.strip_prefix(kind).unwrap_or_default();
    (scheme, service, region) == ("arn", "iam", "")
        && partition.starts_with("aws")
        && is_account(account)
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@/-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_arns_are_told_from_others() {
        for good in
            ["arn:aws:iam::123456789012:role/caller", "arn:aws-cn:iam::123456789012:role/a/b"]
        {
            assert!(is_role_arn(good), "{good}");
        }
        for bad in [
            "arn:aws:iam::123456789012:user/caller",
            "arn:aws:iam::12345678901:role/caller",
            "arn:aws:iam:us-east-1:123456789012:role/caller",
            "arn:aws:sts::123456789012:role/caller",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/a b",
            "caller",
        ] {
            assert!(!is_role_arn(bad), "{bad}");
        }
    }
}
