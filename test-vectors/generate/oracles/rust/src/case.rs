//! A request of the line protocol.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

pub struct Case(pub Value);

impl Case {
    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    pub fn list(&self, name: &str) -> &[Value] {
        self.0[name].as_array().map_or(&[], Vec::as_slice)
    }

    pub fn pairs(&self, name: &str) -> Vec<(&str, &str)> {
        self.list(name)
            .iter()
            .filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)))
            .collect()
    }

    pub fn rule(&self, name: &str) -> &Value {
        &self.0["rules"][name]
    }

    pub fn yes(&self, rule: &str, usual: bool) -> bool {
        self.rule(rule).as_bool().unwrap_or(usual)
    }

    pub fn is_s3(&self) -> bool {
        self.text("service").starts_with("s3")
    }

    pub fn url(&self) -> String {
        let host =
            self.pairs("headers").into_iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        format!("https://{}{}", host.map_or("", |(_, value)| value), self.text("target"))
    }

    pub fn identity(&self) -> Identity {
        let token = self.0["session_token"].as_str().map(String::from);
        Credentials::new(
            self.text("access_key_id"),
            self.text("secret_access_key"),
            token,
            None,
            "oracle",
        )
        .into()
    }

    /// The time of signing.
    pub fn time(&self) -> Result<SystemTime, Failure> {
        let t = self.text("timestamp");
        let dashed = format!(
            "{}-{}-{}T{}:{}:{}Z",
            &t[..4],
            &t[4..6],
            &t[6..8],
            &t[9..11],
            &t[11..13],
            &t[13..15]
        );
        let seconds = DateTime::from_str(&dashed, Format::DateTime)?.secs();
        Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds)?))
    }
}

/// Bytes in base64, or a run of one byte.
pub fn bytes(value: &Value) -> Result<Bytes, Failure> {
    if let Some(text) = value.as_str() {
        return Ok(STANDARD.decode(text)?.into());
    }
    let number = |name: &str| value[name].as_u64().unwrap_or_default();
    Ok(vec![u8::try_from(number("byte"))?; usize::try_from(number("size"))?].into())
}

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
