//! The cases of the vector files, each as the request that the line protocol sends.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::embedded;
use crate::failure::Failure;

/// What lies beside the vectors and is none.
const OTHERS: [&str; 2] = ["schema.json", "results.json"];

/// What an implementation must do with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Valid,
    Invalid,
    Acceptable,
}

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) op: String,
    pub(super) comment: String,
    pub(super) flags: Vec<String>,
    pub(super) demand: Demand,
    /// What is sent: `shared` with `input` laid over it, `id` and `op`.
    pub(super) request: Map<String, Value>,
    pub(super) expected: Map<String, Value>,
    /// Other answers that are in use, and whose.
    pub(super) alternatives: Vec<(String, Map<String, Value>)>,
}

impl Case {
    /// A member of the request; null where there is none.
    pub(super) fn input(&self, name: &str) -> &Value {
        self.request.get(name).unwrap_or(&Value::Null)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.input(name).as_str().unwrap_or_default()
    }
}

/// The cases that came with this program.
pub(super) fn embedded() -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    for (name, text) in embedded::FILES {
        cases.extend(read(name, text)?);
    }
    Ok(cases)
}

/// The cases of every file of a folder.
pub(super) fn of_folder(folder: &Path) -> Result<Vec<Case>, Failure> {
    let unreadable = |path: &Path, error: std::io::Error| {
        Failure::usage(format_args!("{} can't be read: {error}", path.display()))
    };
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    let is_vectors = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.ends_with(".json") && !OTHERS.contains(&name)
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| is_vectors(path));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
        cases.extend(read(&path.display().to_string(), &text)?);
    }
    if cases.is_empty() {
        return Err(Failure::usage(format_args!("there are no vectors in {}", folder.display())));
    }
    Ok(cases)
}

fn read(name: &str, text: &str) -> Result<Vec<Case>, Failure> {
    let file: Value = serde_json::from_str(text)
        .map_err(|error| Failure::usage(format_args!("{name} is not JSON: {error}")))?;
    let mut cases = Vec::new();
    for group in list(&file["groups"]) {
        for case in list(&group["cases"]) {
            cases.push(one(group, case).ok_or_else(|| {
                let id = &case["id"];
                Failure::usage(format_args!("{name}: the case {id} is not as schema.json has it"))
            })?);
        }
    }
    Ok(cases)
}

fn one(group: &Value, case: &Value) -> Option<Case> {
    let text = |value: &Value| value.as_str().map(String::from);
    let mut request = group["shared"].as_object()?.clone();
    request.extend(case["input"].as_object()?.clone());
    request.insert("id".into(), case["id"].clone());
    request.insert("op".into(), group["op"].clone());
    let mut alternatives = Vec::new();
    for alternative in list(&case["alternatives"]) {
        let who: Vec<_> = list(&alternative["who"]).iter().filter_map(Value::as_str).collect();
        alternatives.push((who.join(", "), alternative["expected"].as_object()?.clone()));
    }
    Some(Case {
        id: text(&case["id"])?,
        op: text(&group["op"])?,
        comment: text(&case["comment"])?,
        flags: list(&case["flags"]).iter().filter_map(text).collect(),
        demand: match case["result"].as_str()? {
            "valid" => Demand::Valid,
            "invalid" => Demand::Invalid,
            "acceptable" => Demand::Acceptable,
            _ => return None,
        },
        request,
        expected: case["expected"].as_object()?.clone(),
        alternatives,
    })
}

/// The members of an array; none of anything else.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The name that a demand has in the files.
impl From<Demand> for Value {
    fn from(demand: Demand) -> Value {
        json!(match demand {
            Demand::Valid => "valid",
            Demand::Invalid => "invalid",
            Demand::Acceptable => "acceptable",
        })
    }
}
