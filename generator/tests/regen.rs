//! `casewright regen` and `check` as a user runs them: what they write, what they leave alone, what they say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The project's root.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the project").to_owned()
}

fn casewright(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder, by path.
fn snapshot(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path =
                entry.path().strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
            (path, fs::read_to_string(entry.path()).expect("the file is text"))
        })
        .collect()
}

/// A folder of its own with the project's inputs, its files made in the given order.
fn copy_of_inputs(names: &[&str]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    let inputs = copy.path().join("inputs");
    fs::create_dir(&inputs).expect("a folder");
    for name in names {
        fs::copy(project().join("inputs").join(name), inputs.join(name)).expect("the input is copied");
    }
    copy
}

const INPUTS: [&str; 3] = ["bytecodes.c", "optimizer_bytecodes.c", "pycore_code.h"];

#[test]
fn generated_is_up_to_date() {
    let output = casewright(&project(), &["check"]);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn the_same_inputs_give_the_same_files_wherever_and_however_they_lie() {
    let forward = copy_of_inputs(&INPUTS);
    let backward = copy_of_inputs(&["pycore_code.h", "optimizer_bytecodes.c", "bytecodes.c"]);
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let runs = [
        (forward.path(), "inputs".to_owned(), forward.path().join("out")),
        (elsewhere.path(), backward.path().join("inputs").display().to_string(), backward.path().join("out")),
    ];
    let mut results = Vec::new();
    for (folder, inputs, out) in &runs {
        for _ in 0..2 {
            let output =
                casewright(folder, &["regen", "--inputs", inputs, "--out", &out.display().to_string()]);
            assert!(output.status.success(), "{}", text(&output.stderr));
            results.push(snapshot(out));
        }
    }
    for other in &results[1..] {
        assert_eq!(results[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (path, contents) in &results[0] {
            assert!(other[path] == *contents, "{path} differs between two runs");
        }
    }
    // A second run in the same place has nothing to do.
    let (folder, inputs, out) = &runs[0];
    let again = casewright(folder, &["regen", "--inputs", inputs, "--out", &out.display().to_string()]);
    assert!(text(&again.stdout).lines().all(|line| line.ends_with("unchanged")), "{}", text(&again.stdout));
    for (path, contents) in &results[0] {
        let place = forward.path().display().to_string();
        assert!(!contents.contains(&place), "{path} names the folder that the run happened in");
    }
}

#[test]
fn definitions_in_further_files_override() {
    let copy = copy_of_inputs(&INPUTS);
    let out = copy.path().join("out").display().to_string();
    fs::write(
        copy.path().join("inputs/extra.c"),
        "// BEGIN BYTECODES //\n        override op(_POP_TOP_AGAIN, (value --)) {\n            \
         PyStackRef_CLOSE(value);\n        }\n// END BYTECODES //\n",
    )
    .expect("the file is written");
    let output = casewright(copy.path(), &["regen", "--inputs", "inputs", "--out", &out]);
    // There is nothing of this name to override, and the finding points into the further file.
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("inputs/extra.c:2"), "{}", text(&output.stderr));
}

#[test]
fn a_failed_run_leaves_everything_as_it_was() {
    let copy = copy_of_inputs(&INPUTS);
    let out = copy.path().join("out");
    let arguments = ["regen", "--inputs", "inputs", "--out", "out"];
    assert!(casewright(copy.path(), &arguments).status.success());
    let before = snapshot(&out);
    let bytecodes = copy.path().join("inputs/bytecodes.c");
    let whole = fs::read_to_string(&bytecodes).expect("the input is text");
    let mut cut = whole.len() / 2;
    while !whole.is_char_boundary(cut) {
        cut -= 1;
    }
    fs::write(&bytecodes, &whole[..cut]).expect("the input is cut");
    let output = casewright(copy.path(), &arguments);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("CW0"), "{}", text(&output.stderr));
    assert_eq!(before, snapshot(&out));
}

#[test]
fn check_lists_every_stale_missing_and_orphaned_file_and_the_way_out() {
    let copy = copy_of_inputs(&INPUTS);
    let out = copy.path().join("out");
    assert!(casewright(copy.path(), &["regen", "--inputs", "inputs", "--out", "out"]).status.success());
    let generated: Vec<String> = snapshot(&out).into_keys().filter(|p| p.contains("/generated/")).collect();
    let [stale, missing, ..] = &generated[..] else {
        panic!("fewer than two generated modules: {generated:?}")
    };
    let old = fs::read_to_string(out.join(stale)).expect("the file is text");
    fs::write(out.join(stale), old + "// a change by hand\n").expect("the file is written");
    fs::remove_file(out.join(missing)).expect("the file is removed");
    fs::write(out.join("isa/src/nobodys.rs"), "").expect("the file is written");
    let output = casewright(copy.path(), &["check", "--inputs", "inputs", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    for expected in [
        format!("stale: out/{stale}"),
        "-// a change by hand".to_owned(),
        format!("missing: out/{missing}"),
        "orphaned: out/isa/src/nobodys.rs".to_owned(),
        "run: casewright regen --inputs inputs --out out\n".to_owned(),
    ] {
        assert!(said.contains(&expected), "`{expected}` is not in:\n{said}");
    }
    let json = casewright(copy.path(), &["check", "--inputs", "inputs", "--out", "out", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("the output is JSON");
    assert_eq!(json["drift"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["fix"], "casewright regen --inputs inputs --out out");
}

#[test]
fn what_an_earlier_run_wrote_and_this_one_does_not_is_removed() {
    let copy = copy_of_inputs(&INPUTS);
    let out = copy.path().join("out");
    let arguments = ["regen", "--inputs", "inputs", "--out", "out"];
    assert!(casewright(copy.path(), &arguments).status.success());
    let manifest = out.join("MANIFEST.json");
    let mut entries: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&manifest).expect("there is a manifest"))
            .expect("it is JSON");
    let outputs = entries["outputs"].as_array_mut().expect("a list");
    outputs.push(serde_json::json!({ "path": "isa/src/former.rs", "sha256": "" }));
    outputs.push(serde_json::json!({ "path": "../outside.rs", "sha256": "" }));
    fs::write(&manifest, entries.to_string()).expect("the manifest is written");
    fs::write(out.join("isa/src/former.rs"), "").expect("the file is written");
    fs::write(copy.path().join("outside.rs"), "").expect("the file is written");
    let output = casewright(copy.path(), &arguments);
    assert!(output.status.success());
    assert!(!out.join("isa/src/former.rs").exists());
    assert!(copy.path().join("outside.rs").exists(), "a path that leads out of the folder is not believed");
    assert!(text(&output.stdout).contains("removed"), "{}", text(&output.stdout));
}

#[test]
fn bad_places_are_reported() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    for (arguments, expected) in [
        (vec!["regen", "--inputs", "nowhere", "--out", "out"], "CW0401"),
        (vec!["regen", "--cpython", ".", "--out", "out"], "CW0401"),
        (vec!["regen", "--inputs", "nowhere"], "CW0401"),
        (vec!["explain", "CW9999"], "no diagnostic code"),
        (vec!["parity", "--oracle", "nowhere"], "CW0401"),
        (vec!["regen", "--nonsense"], "--nonsense"),
    ] {
        let output = casewright(empty.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(expected), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn every_output_is_in_the_manifest_with_its_hash() {
    let manifest =
        fs::read_to_string(project().join("generated/MANIFEST.json")).expect("there is a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    for (list, folder) in [("inputs", project()), ("outputs", project().join("generated"))] {
        let entries = manifest[list].as_array().expect("a list");
        assert!(!entries.is_empty());
        for entry in entries {
            let path = entry["path"].as_str().expect("a path");
            let contents =
                fs::read_to_string(folder.join(path)).expect("the file is text").replace("\r\n", "\n");
            assert_eq!(entry["sha256"], casewright::files::manifest::sha256(&contents), "{path}");
        }
    }
}
