//! The vector files that came with this program. A test holds the list against the folder.

pub(super) const FILES: &[(&str, &str)] = &[
    ("chunks.json", include_str!("../../test-vectors/chunks.json")),
    ("date.json", include_str!("../../test-vectors/date.json")),
    ("docs.json", include_str!("../../test-vectors/docs.json")),
    ("events.json", include_str!("../../test-vectors/events.json")),
    ("headers.json", include_str!("../../test-vectors/headers.json")),
    ("host.json", include_str!("../../test-vectors/host.json")),
    ("key.json", include_str!("../../test-vectors/key.json")),
    ("official.json", include_str!("../../test-vectors/official.json")),
    ("official_v4a.json", include_str!("../../test-vectors/official_v4a.json")),
    ("path.json", include_str!("../../test-vectors/path.json")),
    ("path_s3.json", include_str!("../../test-vectors/path_s3.json")),
    ("payload.json", include_str!("../../test-vectors/payload.json")),
    ("post_policy.json", include_str!("../../test-vectors/post_policy.json")),
    ("presign.json", include_str!("../../test-vectors/presign.json")),
    ("query.json", include_str!("../../test-vectors/query.json")),
    ("refused.json", include_str!("../../test-vectors/refused.json")),
    ("s3express.json", include_str!("../../test-vectors/s3express.json")),
    ("scope.json", include_str!("../../test-vectors/scope.json")),
    ("streamed.json", include_str!("../../test-vectors/streamed.json")),
    ("token.json", include_str!("../../test-vectors/token.json")),
    ("v4a.json", include_str!("../../test-vectors/v4a.json")),
    ("verify_canonical.json", include_str!("../../test-vectors/verify_canonical.json")),
    ("verify_form.json", include_str!("../../test-vectors/verify_form.json")),
    ("verify_headers.json", include_str!("../../test-vectors/verify_headers.json")),
    ("verify_payload.json", include_str!("../../test-vectors/verify_payload.json")),
    ("verify_scope.json", include_str!("../../test-vectors/verify_scope.json")),
    ("verify_tamper.json", include_str!("../../test-vectors/verify_tamper.json")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/test-vectors");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".json"))
            .filter(|name| !matches!(name.as_str(), "schema.json" | "results.json"))
            .collect();
        names.sort();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    }
}
