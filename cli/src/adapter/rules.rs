//! `rules` of the protocol: the service's own, with those laid over them that the request names.

use serde_json::Value;
use sigfour::{Payload, PayloadHash, Rules, SessionToken};

use super::fault::Fault;
use super::members::Members;

/// A service's rules and the payload's line, as the request wants them.
pub(super) struct Overrides {
    pub(super) rules: Rules,
    payload: Option<PayloadHash>,
}

impl Overrides {
    pub(super) fn read(members: Members<'_>) -> Result<Self, Fault> {
        let rules = Rules::of(members.text("service")?);
        let mut overrides = Overrides { rules, payload: None };
        if let Some(given) = members.object("rules")? {
            for (name, value) in given.0.iter().filter(|(_, value)| !value.is_null()) {
                overrides.lay_over(name, value)?;
            }
        }
        Ok(overrides)
    }

    fn lay_over(&mut self, name: &str, value: &Value) -> Result<(), Fault> {
        let rules = self.rules;
        let member = format!("rules.{name}");
        let yes = || value.as_bool().ok_or_else(|| Fault::wrong(&member, "true or false"));
        match name {
            "normalize_path" => self.rules = rules.normalize_path(yes()?),
            "double_encode" => self.rules = rules.double_encode(yes()?),
            "content_sha256_header" => self.rules = rules.content_sha256_header(yes()?),
            "session_token" => {
                self.rules = rules.session_token(match value.as_str() {
                    Some("signed") => SessionToken::Signed,
                    Some("appended") => SessionToken::Appended,
                    _ => return Err(Fault::wrong(&member, "\"signed\" or \"appended\"")),
                });
            }
            "payload" => match value.as_str() {
                Some("signed") => self.rules = rules.presign_unsigned(false),
                Some(text) => self.payload = Some(PayloadHash::parse(text)?),
                None => return Err(Fault::wrong(&member, "a string")),
            },
            _ => return Err(Fault::new("UnknownRule", format!("there is no rule {name:?}"))),
        }
        Ok(())
    }

    /// Whether the request says that the payload is not signed.
    pub(super) fn leaves_body_open(&self) -> bool {
        self.payload == Some(PayloadHash::Unsigned)
    }

    pub(super) fn payload<'a>(&self, body: &'a [u8]) -> Payload<'a> {
        self.payload.map_or(Payload::Bytes(body), Payload::Hash)
    }
}
