//! The parameters of STS: what is taken, and what is out of bounds.

use std::time::Duration;

use crate::wire::{start, sts};

#[test]
fn everything_a_role_may_be_assumed_with_is_taken() {
    let aws = start();
    let role = aws.role_arn();
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let parameters = [
        ("RoleArn", &*role),
        ("RoleSessionName", "me+you=us,a.b@c-d_e"),
        ("DurationSeconds", "43200"),
        ("Policy", policy),
        ("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "Größe more/less"),
        ("TransitiveTagKeys.member.1", "team"),
        ("ExternalId", "one:two/three"),
        ("SourceIdentity", "me@example.com"),
    ];
    let reply = sts(&aws, &aws.credentials(), "AssumeRole", &parameters);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.xml("SourceIdentity"), "me@example.com");
    let size: usize = reply.xml("PackedPolicySize").parse().unwrap();
    assert!((1..=100).contains(&size), "{size}");
    let end = aws.now() + Duration::from_secs(12 * 60 * 60);
    assert!(reply.xml("Expiration").starts_with(&end.to_string()[..10]), "{}", reply.body);
}

#[test]
fn parameters_out_of_bounds_are_named_as_aws_does() {
    let aws = start();
    let role = aws.role_arn();
    let long = "a".repeat(65);
    let policy = format!("\"{}\"", "a".repeat(2047));
    let good: &[(&str, &str)] = &[("RoleArn", &role), ("RoleSessionName", "session")];
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "RoleArn",
            "arn:aws:s3:::bucket-of-mine",
            "ValidationError",
            "arn:aws:s3:::bucket-of-mine is invalid",
        ),
        (
            "RoleArn",
            "caller",
            "ValidationError",
            "Value 'caller' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
        ),
        (
            "RoleSessionName",
            "a b",
            "ValidationError",
            r"Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*",
        ),
        (
            "RoleSessionName",
            "a",
            "ValidationError",
            "Member must have length greater than or equal to 2",
        ),
        (
            "RoleSessionName",
            &long,
            "ValidationError",
            "Member must have length less than or equal to 64",
        ),
        (
            "DurationSeconds",
            "899",
            "ValidationError",
            "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
        ),
        (
            "DurationSeconds",
            "43201",
            "ValidationError",
            "Member must have value less than or equal to 43200",
        ),
        ("DurationSeconds", "an hour", "ValidationError", "'durationSeconds'"),
        ("Policy", "{", "MalformedPolicyDocument", "This policy contains invalid Json"),
        ("Policy", "{}", "MalformedPolicyDocument", "Syntax errors in policy."),
        (
            "Policy",
            &policy,
            "ValidationError",
            "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
        ),
        (
            "PolicyArns.member.1.arn",
            "arn:aws:iam::aws:role/ReadOnly",
            "ValidationError",
            "is invalid",
        ),
        (
            "PolicyArns.member.1.other",
            "x",
            "ValidationError",
            "Value null at 'policyArns.1.member.arn'",
        ),
        (
            "Tags.member.1.Key",
            "team",
            "ValidationError",
            "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
        ),
        ("TransitiveTagKeys.member.1", "team", "InvalidParameterValue", "team"),
        ("ExternalId", "a#b", "ValidationError", "'externalId'"),
        ("SourceIdentity", "a", "ValidationError", "'sourceIdentity'"),
        ("SerialNumber", "arn:aws:iam::123456789012:mfa/device", "ValidationError", "TokenCode"),
        ("TokenCode", "12345x", "ValidationError", r"[\d]*"),
    ];
    for (name, value, code, message) in cases {
        let others = good.iter().filter(|(n, _)| n != name).copied();
        let parameters: Vec<_> = others.chain([(*name, *value)]).collect();
        let reply = sts(&aws, &aws.credentials(), "AssumeRole", &parameters);
        assert_eq!((reply.status, &*reply.xml("Code")), (400, *code), "{name}={value}");
        assert!(reply.xml("Message").contains(message), "{name}={value}: {}", reply.xml("Message"));
    }
    let reply = sts(&aws, &aws.credentials(), "AssumeRole", &[]);
    assert!(
        reply.xml("Message").starts_with("2 validation errors detected: Value null at 'roleArn'")
    );
    let twice = [
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", ""),
        ("Tags.member.2.Key", "A"),
        ("Tags.member.2.Value", "b"),
    ];
    let reply = sts(&aws, &aws.credentials(), "AssumeRole", &[good, &twice].concat());
    assert_eq!(reply.xml("Code"), "InvalidParameterValue");
    for n in ["899", "129601"] {
        let reply = sts(&aws, &aws.credentials(), "GetSessionToken", &[("DurationSeconds", n)]);
        assert_eq!((reply.status, &*reply.xml("Code")), (400, "ValidationError"));
    }
}
