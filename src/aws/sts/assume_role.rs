//! AssumeRole: temporary credentials of a role.

use std::boxed::Box;
use std::string::{String, ToString};
use std::time::Duration;
use std::vec::Vec;
use std::{fmt, format};

use super::query::{Form, read_credentials, send};
use super::{Place, place_methods};
use crate::Credentials;
use crate::aws::client::Client;
use crate::aws::context::Context;
use crate::aws::error::Error;
use crate::aws::source::Source;

/// Asks for the temporary credentials of a role.
///
/// As a source of a [`Client`], which renews them before they end:
///
/// ```
/// use sigfour::Client;
/// use sigfour::source::DefaultChain;
/// use sigfour::sts::AssumeRole;
///
/// let role = AssumeRole::new("arn:aws:iam::123456789012:role/caller", "session").from(DefaultChain::new());
/// let client = Client::builder().credentials(role).region("us-east-1").build()?;
/// # Ok::<(), sigfour::client::Error>(())
/// ```
#[derive(Clone)]
pub struct AssumeRole {
    role_arn: String,
    session_name: String,
    duration: Option<Duration>,
    external_id: Option<String>,
    policy: Option<String>,
    policy_arns: Vec<String>,
    tags: Vec<(String, String)>,
    transitive_tag_keys: Vec<String>,
    source_identity: Option<String>,
    mfa: Option<(String, String)>,
    place: Place,
}

impl AssumeRole {
    /// The role's ARN, and the name that the session has in logs: 2 to 64 characters of `A-Z a-z 0-9` and
    /// `_+=,.@-`.
    pub fn new(role_arn: &str, session_name: &str) -> Self {
        AssumeRole {
            role_arn: role_arn.into(),
            session_name: session_name.into(),
            duration: None,
            external_id: None,
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            mfa: None,
            place: Place::default(),
        }
    }

    /// Makes it a source: the role is assumed with the credentials that `source` answers.
    pub fn from(self, source: impl Source + 'static) -> AssumeRoleSource {
        AssumeRoleSource { role: self, from: Box::new(source) }
    }

    /// How long the credentials hold: 15 minutes to 12 hours, and no longer than the role allows. An hour,
    /// unless set.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// The id that a third party's role asks for.
    #[must_use]
    pub fn external_id(mut self, id: &str) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// A policy in JSON that the session's permissions are cut down to.
    #[must_use]
    pub fn policy(mut self, json: &str) -> Self {
        self.policy = Some(json.into());
        self
    }

    /// A managed policy that the session's permissions are cut down to; up to ten.
    #[must_use]
    pub fn policy_arn(mut self, arn: &str) -> Self {
        self.policy_arns.push(arn.into());
        self
    }

    /// A tag of the session.
    #[must_use]
    pub fn tag(mut self, key: &str, value: &str) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// A tag that goes on to the sessions of roles that this one assumes.
    #[must_use]
    pub fn transitive_tag(mut self, key: &str, value: &str) -> Self {
        self.transitive_tag_keys.push(key.into());
        self.tag(key, value)
    }

    /// The identity that stays with the session through every role that it assumes.
    #[must_use]
    pub fn source_identity(mut self, identity: &str) -> Self {
        self.source_identity = Some(identity.into());
        self
    }

    /// The serial number or ARN of an MFA device, and the code that it shows. A code serves once: a source
    /// with one can't renew.
    #[must_use]
    pub fn mfa(mut self, serial_number: &str, code: &str) -> Self {
        self.mfa = Some((serial_number.into(), code.into()));
        self
    }

    place_methods!();

    /// Assumes the role with the client's credentials.
    ///
    /// # Errors
    /// Any [`Error`].
    pub fn call(&self, client: &Client) -> Result<AssumedRole, Error> {
        self.send(client.context(), &client.credentials()?)
    }

    pub(crate) fn send(
        &self,
        context: &Context,
        caller: &Credentials,
    ) -> Result<AssumedRole, Error> {
        self.check()?;
        let form = Form::new("AssumeRole")
            .set("RoleArn", &self.role_arn)
            .set("RoleSessionName", &self.session_name)
            .set_if("DurationSeconds", self.duration.map(|d| d.as_secs()))
            .set_if("ExternalId", self.external_id.as_ref())
            .set_if("Policy", self.policy.as_ref())
            .members("PolicyArns", &self.policy_arns, |form, name, arn| {
                form.set(&format!("{name}.arn"), arn)
            })
            .members("Tags", &self.tags, |form, name, (key, value)| {
                form.set(&format!("{name}.Key"), key).set(&format!("{name}.Value"), value)
            })
            .members("TransitiveTagKeys", &self.transitive_tag_keys, |form, name, key| {
                form.set(name, key)
            })
            .set_if("SourceIdentity", self.source_identity.as_ref())
            .set_if("SerialNumber", self.mfa.as_ref().map(|(serial, _)| serial))
            .set_if("TokenCode", self.mfa.as_ref().map(|(_, code)| code));
        send(&form, &self.place, context, caller, |document| {
            let user = document.inside("AssumedRoleUser");
            let of_user = |name: &str| user.as_ref().and_then(|user| user.find(name));
            Some(AssumedRole {
                credentials: read_credentials(document)?,
                arn: of_user("Arn"),
                // Ceph has it under another name.
                id: of_user("AssumedRoleId").or_else(|| of_user("AssumeRoleId")),
            })
        })
    }

    /// Refuses what no STS takes, before anything is sent.
    fn check(&self) -> Result<(), Error> {
        let refuse = |name, why: &str| Err(Error::InvalidArgument { name, why: why.to_string() });
        if !self.role_arn.starts_with("arn:") {
            return refuse(
                "role ARN",
                "it must be of the form arn:aws:iam::123456789012:role/name",
            );
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if !(2..=64).contains(&self.session_name.len()) || !self.session_name.chars().all(allowed) {
            return refuse("session name", "it must be 2 to 64 of A-Z a-z 0-9 _ + = , . @ -");
        }
        super::check_duration(self.duration, 12 * 60 * 60)
    }
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole")
            .field("role_arn", &self.role_arn)
            .field("session_name", &self.session_name)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}

/// Assumes a role with the credentials of another source; made by [`AssumeRole::from`].
#[derive(Debug)]
pub struct AssumeRoleSource {
    role: AssumeRole,
    from: Box<dyn Source>,
}

impl Source for AssumeRoleSource {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let caller = self.from.credentials(context)?;
        self.role.send(context, &caller).map(|answer| answer.credentials)
    }
}

/// What AssumeRole answers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AssumedRole {
    /// The temporary credentials, with their end.
    pub credentials: Credentials,
    /// The session's ARN: `arn:aws:sts::123456789012:assumed-role/name/session`.
    pub arn: Option<String>,
    /// The role's id and the session's name.
    pub id: Option<String>,
}
