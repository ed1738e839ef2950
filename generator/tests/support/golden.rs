//! Texts that are what they were: `BLESS=1 cargo test` writes them anew.

use std::fs;
use std::path::Path;

/// Compares texts with the files of a folder by their names, and finds files that belong to none of them.
pub fn check(folder: &Path, texts: &[(String, String)]) {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for (name, text) in texts {
        let path = folder.join(name);
        if bless {
            fs::write(&path, text).expect("the text can be written");
        }
        let blessed = fs::read_to_string(&path).unwrap_or_default();
        if blessed != *text {
            let diff = similar::TextDiff::from_lines(&blessed, text);
            failures.push(format!("{name}:\n{}", diff.unified_diff().header("blessed", "now")));
        }
    }
    for entry in fs::read_dir(folder).expect("the folder of texts") {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        if texts.iter().all(|(known, _)| *known != name) {
            failures.push(format!("{name} belongs to no test"));
        }
    }
    assert!(failures.is_empty(), "{}\n(BLESS=1 accepts the new texts)", failures.join("\n"));
}
