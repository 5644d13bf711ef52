//! The files are as `schema.json` says, and as it can't say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-vectors").join(name);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Every vector file by its name.
pub(crate) fn all() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-vectors");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap()).filter(|name| {
        name.ends_with(".json") && !matches!(name.as_str(), "schema.json" | "results.json")
    });
    names.map(|name| (name.clone(), read(&name))).collect()
}

/// Every case of a file, with the request that a runner sends.
pub(crate) fn cases(file: &Value) -> Vec<(Value, Value)> {
    let mut found = Vec::new();
    for group in file["groups"].as_array().unwrap() {
        for case in group["cases"].as_array().unwrap() {
            let mut request = group["shared"].as_object().unwrap().clone();
            request.extend(case["input"].as_object().unwrap().clone());
            request.insert("id".into(), case["id"].clone());
            request.insert("op".into(), group["op"].clone());
            found.push((case.clone(), request.into()));
        }
    }
    found
}

#[test]
fn every_file_is_as_the_schema_says() {
    let validator = jsonschema::validator_for(&read("schema.json")).unwrap();
    for (name, file) in all() {
        if let Some(error) = validator.iter_errors(&file).next() {
            panic!("{name}: {}: {error}", error.instance_path);
        }
    }
}

#[test]
fn every_request_has_what_its_op_needs() {
    let schema = read("schema.json");
    let mut validators = BTreeMap::<String, Validator>::new();
    for (name, file) in all() {
        for (case, request) in cases(&file) {
            let op = request["op"].as_str().unwrap();
            let validator = validators.entry(op.into()).or_insert_with(|| {
                let reference = format!("#/$defs/{op}_request");
                jsonschema::validator_for(&json!({"$ref": reference, "$defs": schema["$defs"]}))
                    .unwrap()
            });
            let error = validator.iter_errors(&request).next();
            assert!(error.is_none(), "{name}: {}: {error:?}", case["id"]);
        }
    }
}

#[test]
fn ids_are_unique_counts_are_right_and_flags_are_explained() {
    let mut ids = BTreeSet::new();
    for (name, file) in all() {
        let cases = cases(&file);
        assert_eq!(file["number_of_cases"], cases.len(), "{name}");
        let mut used = BTreeSet::new();
        for (case, _) in &cases {
            assert!(ids.insert(case["id"].to_string()), "{} is there twice", case["id"]);
            let flags = case["flags"].as_array().unwrap();
            used.extend(flags.iter().map(|flag| flag.as_str().unwrap()));
        }
        let explained: BTreeSet<_> =
            file["flags"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(used, explained, "{name}");
    }
}

#[test]
fn the_readme_names_every_reason() {
    let readme = include_str!("../../test-vectors/README.md");
    let section = |title: &str| readme.split(title).nth(1).unwrap().split("\n## ").next().unwrap();
    let (verifying, signing) = (section("\n## Verifying"), section("\n### Why a signer refuses"));
    for (_, file) in all() {
        for (case, request) in cases(&file) {
            let is_verify = request["op"].as_str().unwrap().starts_with("verify");
            let section = if is_verify { verifying } else { signing };
            if let Some(reason) = case["expected"]["reason"].as_str() {
                assert!(section.contains(&format!("`{reason}`")), "{reason}: {}", case["id"]);
            }
        }
    }
}

#[test]
fn the_readmes_tell_how_many_cases_there_are() {
    let counts: BTreeMap<_, _> =
        all().into_iter().map(|(name, file)| (name, cases(&file).len())).collect();
    let total: usize = counts.values().sum();
    assert!(total >= 700, "{total}");
    assert!(include_str!("../../../README.md").contains(&format!(" {total} cases ")), "{total}");
    let readme = include_str!("../../test-vectors/README.md");
    for (name, count) in counts {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        assert!(row.is_some_and(|row| row.contains(&format!("| {count}"))), "{name}: {count}");
    }
}

#[test]
fn a_verifier_is_asked_to_refuse_at_least_250_requests() {
    let files = all();
    let cases = files.values().flat_map(cases);
    let invalid =
        cases.filter(|(case, request)| request["op"] == "verify" && case["result"] == "invalid");
    assert!(invalid.count() >= 250);
}
