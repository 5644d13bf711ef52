//! The vector files that came with this program. A test holds the list against the folder.

pub(super) const FILES: &[(&str, &str)] = &[
    ("docs.json", include_str!("../../../../test-vectors/docs.json")),
    ("official.json", include_str!("../../../../test-vectors/official.json")),
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
