//! Cases, read from the files: `shared` with `input` laid over it.

use std::path::Path;
use std::{fs, time::Duration};

use serde_json::{Map, Value};
use sigfour::{Credentials, Error, Payload, PayloadHash, Request, Rules, SessionToken};

use crate::base64;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    Acceptable,
}

pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) op: String,
    pub(crate) result: Verdict,
    pub(crate) expected: Map<String, Value>,
    input: Map<String, Value>,
}

/// Every case of every file.
pub(crate) fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-vectors");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|e| e == "json") && !path.ends_with("schema.json")
    });
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let before = cases.len();
        for group in file["groups"].as_array().unwrap() {
            cases.extend(
                group["cases"].as_array().unwrap().iter().map(|case| Case::read(group, case)),
            );
        }
        assert_eq!(file["number_of_cases"], cases.len() - before, "{}", path.display());
    }
    assert!(!cases.is_empty());
    cases
}

impl Case {
    fn read(group: &Value, case: &Value) -> Self {
        let mut input = group["shared"].as_object().unwrap().clone();
        input.extend(case["input"].as_object().unwrap().clone());
        Case {
            id: case["id"].as_str().unwrap().into(),
            op: group["op"].as_str().unwrap().into(),
            result: match case["result"].as_str().unwrap() {
                "valid" => Verdict::Valid,
                "invalid" => Verdict::Invalid,
                "acceptable" => Verdict::Acceptable,
                other => panic!("{}: the result {other:?}", case["id"]),
            },
            expected: case["expected"].as_object().unwrap().clone(),
            input,
        }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.input[name].as_str().unwrap()
    }

    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.input[name].as_array().unwrap()
    }

    /// The caller's own request.
    pub(crate) fn request(&self) -> Received {
        Received {
            method: self.text("method").into(),
            target: self.text("target").into(),
            headers: headers(&self.input["headers"]),
            body: base64::decode(self.text("body")),
            payload: self.payload(),
        }
    }

    /// The service's own rules and what the case departs from.
    pub(crate) fn rules(&self) -> Rules {
        let mut rules = Rules::of(self.text("service"));
        let Some(departures) = self.input.get("rules") else { return rules };
        for (name, value) in departures.as_object().unwrap() {
            let flag = value.as_bool();
            rules = match (name.as_str(), flag, value.as_str()) {
                ("normalize_path", Some(yes), _) => rules.normalize_path(yes),
                ("double_encode", Some(yes), _) => rules.double_encode(yes),
                ("content_sha256_header", Some(yes), _) => rules.content_sha256_header(yes),
                ("session_token", _, Some("signed")) => rules.session_token(SessionToken::Signed),
                ("session_token", _, Some("appended")) => {
                    rules.session_token(SessionToken::Appended)
                }
                ("payload", _, Some("signed")) => rules.presign_unsigned(false),
                ("payload", _, Some(_)) => rules,
                _ => panic!("{}: the rule {name}: {value}", self.id),
            };
        }
        rules
    }

    /// What stands for the body, where the case says so.
    fn payload(&self) -> Option<PayloadHash> {
        let text =
            self.input.get("rules")?.get("payload")?.as_str().filter(|text| *text != "signed")?;
        Some(PayloadHash::parse(text).unwrap())
    }

    pub(crate) fn credentials(&self) -> Result<Credentials, Error> {
        credentials(&self.input)
    }

    pub(crate) fn expires(&self) -> Result<Duration, Error> {
        let seconds = &self.input["expires_seconds"];
        // A negative number is no duration at all: refused as the crate refuses none.
        seconds.as_u64().map(Duration::from_secs).ok_or(Error::InvalidExpiry { seconds: 0 })
    }
}

pub(crate) fn credentials(members: &Map<String, Value>) -> Result<Credentials, Error> {
    let text = |name: &str| members.get(name).map(|value| value.as_str().unwrap());
    let (id, secret) = (text("access_key_id").unwrap(), text("secret_access_key").unwrap());
    match text("session_token") {
        Some(token) => Credentials::temporary(id, secret, token),
        None => Credentials::new(id, secret),
    }
}

pub(crate) fn headers(list: &Value) -> Vec<(String, String)> {
    let pair = |pair: &Value| {
        let [name, value] = [0, 1].map(|n| pair[n].as_str().unwrap().to_string());
        (name, value)
    };
    list.as_array().unwrap().iter().map(pair).collect()
}

/// A request that owns its parts.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    body: Vec<u8>,
    payload: Option<PayloadHash>,
}

impl Received {
    pub(crate) fn borrow(&self) -> Request<'_> {
        let payload = self.payload.map_or(Payload::Bytes(&self.body), Payload::Hash);
        Request::new(&self.method, &self.target).headers(&self.headers).payload(payload)
    }
}
