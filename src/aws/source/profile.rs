//! A profile of the shared files `~/.aws/credentials` and `~/.aws/config`, with static keys.
//!
//! Source: "Configuration and credential file settings" in the AWS CLI user guide.

use std::path::PathBuf;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, fs, io, vec};

use super::Source;
use crate::Credentials;
use crate::aws::context::{Context, Environment, last};
use crate::aws::error::Error;

/// The keys of a profile.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    name: Option<String>,
}

impl Profile {
    /// The profile that `AWS_PROFILE` names, else `default`.
    pub fn new() -> Self {
        Profile::default()
    }

    /// The profile of a name.
    pub fn named(name: &str) -> Self {
        Profile { name: Some(name.into()) }
    }
}

impl Source for Profile {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let environment = &context.environment;
        let name = self.name.clone().unwrap_or_else(|| profile_name(environment));
        let none =
            |why: String| Error::NoCredentials { tried: vec![format!("profile {name}: {why}")] };
        let invalid = |why: &str| Error::InvalidCredentials {
            from: format!("profile {name}"),
            why: why.into(),
        };
        let Some(settings) = read(environment, &name)? else {
            return Err(none(match files(environment) {
                files if files.is_empty() => {
                    "no home directory is known to look for its files in".into()
                }
                files => format!("not in {files}"),
            }));
        };
        let get = |key: &str| last(&settings, key).filter(|value| !value.is_empty());
        match (get("aws_access_key_id"), get("aws_secret_access_key"), get("aws_session_token")) {
            (Some(id), Some(secret), Some(token)) => Credentials::temporary(id, secret, token),
            (Some(id), Some(secret), None) => Credentials::new(id, secret),
            (Some(_), None, _) => {
                return Err(invalid("aws_access_key_id is there, aws_secret_access_key is not"));
            }
            (None, Some(_), _) => {
                return Err(invalid("aws_secret_access_key is there, aws_access_key_id is not"));
            }
            (None, None, _) => {
                let other = NOT_FOLLOWED.iter().find(|(key, _)| last(&settings, key).is_some());
                return Err(none(match other {
                    Some((key, instead)) => {
                        format!("it has {key}, which is not followed here: {instead}")
                    }
                    None => format!("it has no aws_access_key_id in {}", files(environment)),
                }));
            }
        }
        .map_err(|error| invalid(&error.to_string()))
    }
}

/// Settings that give credentials by ways that are not followed here, and what to do instead.
const NOT_FOLLOWED: &[(&str, &str)] = &[
    ("web_identity_token_file", EXPORT),
    ("credential_source", EXPORT),
    ("role_arn", "assume the role with --role-arn, with the keys of its source_profile"),
    ("sso_session", EXPORT),
    ("sso_start_url", EXPORT),
    ("credential_process", EXPORT),
];

const EXPORT: &str =
    "put what `aws configure export-credentials --format env` prints into the environment";

/// The files that a profile may stand in, to show.
fn files(environment: &Environment) -> String {
    let paths = [File::Credentials, File::Config].map(|file| file.path(environment));
    let shown: Vec<_> = paths.iter().flatten().map(|path| path.display().to_string()).collect();
    shown.join(" or ")
}

/// The region that the environment's profile names.
pub(crate) fn profile_region(environment: &Environment) -> Option<String> {
    let settings = read(environment, &profile_name(environment)).ok()??;
    last(&settings, "region").filter(|region| !region.is_empty()).cloned()
}

fn profile_name(environment: &Environment) -> String {
    environment
        .get("AWS_PROFILE")
        .or_else(|| environment.get("AWS_DEFAULT_PROFILE"))
        .unwrap_or_else(|| "default".into())
}

#[derive(Clone, Copy)]
enum File {
    Credentials,
    Config,
}

impl File {
    fn path(self, environment: &Environment) -> Option<PathBuf> {
        let (variable, name) = match self {
            File::Credentials => ("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            File::Config => ("AWS_CONFIG_FILE", "config"),
        };
        let Some(path) = environment.get(variable) else {
            return Some(environment.home()?.join(".aws").join(name));
        };
        match path.strip_prefix("~/") {
            Some(rest) => Some(environment.home()?.join(rest)),
            None => Some(path.into()),
        }
    }

    /// Whether a section of this file is the profile's.
    fn is_section_of(self, section: &str, profile: &str) -> bool {
        match self {
            File::Credentials => section == profile,
            File::Config => {
                let named =
                    section.strip_prefix("profile").filter(|rest| rest.starts_with([' ', '\t']));
                match named {
                    Some(name) => name.trim().trim_matches(['"', '\'']) == profile,
                    None => section == "default" && profile == "default",
                }
            }
        }
    }
}

/// The settings that make a key.
const KEY: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// A value up to a `#` or `;` that follows white space.
fn without_comment(value: &str) -> &str {
    let starts = |at: &usize| value[..*at].ends_with([' ', '\t']);
    let end = value.match_indices(['#', ';']).map(|(at, _)| at).find(starts);
    value[..end.unwrap_or(value.len())].trim()
}

/// Names and values: the last one of a name counts.
type Settings = Vec<(String, String)>;

/// The settings of a profile of both files, those of the credentials file first; `None` where neither has
/// the profile.
fn read(environment: &Environment, profile: &str) -> Result<Option<Settings>, Error> {
    let mut settings: Option<Settings> = None;
    for file in [File::Config, File::Credentials] {
        let Some(path) = file.path(environment) else { continue };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let path = path.display().to_string();
                return Err(Error::File { path, why: error.to_string() });
            }
        };
        let mut is_profile = false;
        let mut has_key = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(section) = trimmed.strip_prefix('[') {
                let section = section.split(']').next().unwrap_or_default();
                is_profile = file.is_section_of(section.trim(), profile);
                if is_profile {
                    settings.get_or_insert_default();
                }
            } else if is_profile && !line.starts_with([' ', '\t']) {
                // An indented line belongs to a setting with parts of its own, such as `s3 =`.
                if let Some((key, value)) = trimmed.split_once('=') {
                    let key = key.trim().to_ascii_lowercase();
                    let settings = settings.get_or_insert_default();
                    if KEY.contains(&&*key) && !has_key {
                        // The parts of a key are of one file: what the other has of them is of another key.
                        settings.retain(|(name, _)| !KEY.contains(&&**name));
                        has_key = true;
                    }
                    settings.push((key, without_comment(value).into()));
                }
            }
        }
    }
    Ok(settings)
}
