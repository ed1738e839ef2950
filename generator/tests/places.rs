//! Where `casewright` reads and writes: two folders in one run, folders of other commands, what is no file, and places
//! that cannot be written. Whatever is refused leaves everything as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use casewright::emit::c::File;

const INPUTS: [&str; 3] = ["bytecodes.c", "optimizer_bytecodes.c", "pycore_code.h"];

fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casewright"));
    command.current_dir(folder).env_remove("CASEWRIGHT_ORACLE").args(arguments.split(' '));
    command
}

fn casewright(folder: &Path, arguments: &str) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// Runs what has to go well.
fn good(folder: &Path, arguments: &str) -> String {
    let output = casewright(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Runs what has to be refused with these words, and without any change below the folder.
fn refused(folder: &Path, arguments: &str, words: &[&str]) {
    let before = snapshot(folder);
    let output = casewright(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
    for word in words {
        assert!(said.contains(word), "{arguments}: `{word}` is not in:\n{said}");
    }
    assert!(before == snapshot(folder), "{arguments}: something was changed");
}

/// Everything below a folder: files with their contents, and folders.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter();
    let entry = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("below the folder").to_owned();
        (path, entry.file_type().is_file().then(|| fs::read(entry.path()).expect("the file can be read")))
    };
    entries.map(|found| entry(found.expect("the folder can be listed"))).collect()
}

/// A folder with the project's inputs in `inputs`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("inputs")).expect("a folder");
    for name in INPUTS {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs").join(name);
        fs::copy(from, folder.path().join("inputs").join(name)).expect("the input is copied");
    }
    folder
}

#[test]
fn the_nine_files_are_written_in_the_same_run() {
    let folder = folder();
    let folder = folder.path();
    let said = good(folder, "regen --inputs inputs --out both/rust --upstream both/nine");
    good(folder, "regen --inputs inputs --out alone/rust");
    good(folder, "upstream --all --inputs inputs -o alone/nine");
    assert!(snapshot(&folder.join("both")) == snapshot(&folder.join("alone")));
    assert_eq!(fs::read_dir(folder.join("both/nine")).expect("the folder").count(), File::ALL.len());
    for file in File::ALL {
        let path = Path::new("both/nine").join(file.name()).display().to_string();
        assert!(said.lines().any(|line| line.starts_with(&path) && line.ends_with(" created")), "{said}");
    }
    let json = good(folder, "regen --inputs inputs --out both/rust --upstream both/nine --json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let upstream = json["upstream"].as_array().expect("a list");
    assert_eq!(upstream.len(), File::ALL.len());
    assert!(upstream.iter().all(|file| file["change"] == "unchanged"), "{upstream:?}");
}

#[test]
fn of_two_folders_both_are_written_or_neither() {
    let folder = folder();
    let folder = folder.path();
    let both = "regen --inputs inputs --out rust --upstream nine";
    refused(folder, "regen --inputs inputs --out rust --upstream rust", &["CW0403", "two different sets"]);
    // What cannot be replaced is found before anything is, in a folder that is there and in one that is not.
    fs::create_dir_all(folder.join("nine/optimizer_cases.c.h")).expect("a folder");
    refused(folder, both, &["CW0403", "`optimizer_cases.c.h` cannot be written: it is not a regular file"]);
    fs::remove_dir(folder.join("nine/optimizer_cases.c.h")).expect("the folder is removed");
    fs::write(folder.join("rust"), "a file").expect("a file");
    refused(folder, both, &["CW0403", "`rust` cannot be written"]);
    fs::remove_file(folder.join("rust")).expect("the file is removed");
    good(folder, both);
    fs::write(folder.join("rust/isa.json"), "stale").expect("a file");
    fs::write(folder.join("nine/opcode_ids.h"), "stale").expect("a file");
    let bytecodes = folder.join("inputs/bytecodes.c");
    let whole = fs::read_to_string(&bytecodes).expect("text");
    fs::write(&bytecodes, whole.replacen("inst(NOP,", "inst(NOP NOP,", 1)).expect("a file");
    refused(folder, both, &["inputs/bytecodes.c:"]);
    fs::write(&bytecodes, whole).expect("a file");
    let said = good(folder, both);
    assert_eq!(said.lines().filter(|line| line.contains("updated")).count(), 2, "{said}");
}

/// What a folder's manifest lists is removed when it is written no longer. Another command writes none of it.
#[test]
fn the_folder_of_another_command_is_left_alone() {
    let folder = folder();
    let folder = folder.path();
    good(folder, "regen --inputs inputs --out rust");
    good(folder, "atlas --inputs inputs -o atlas");
    for (command, owner) in [
        ("upstream --all --inputs inputs -o rust", "`make regen`"),
        ("atlas --inputs inputs -o rust", "`make regen`"),
        ("upstream --all --inputs inputs -o atlas", "`casewright atlas`"),
        ("regen --inputs inputs --out atlas", "`casewright atlas`"),
        ("regen --inputs inputs --out rust --upstream atlas", "`casewright atlas`"),
    ] {
        refused(folder, command, &["CW0403", "the folder is the one that", owner]);
    }
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let folder = folder();
    let folder = folder.path();
    // Both orders of the folders: runs that lock them one after the other must not wait in a circle.
    let arguments = ["--out a --upstream b", "--out b --upstream a"];
    let start = |arguments: &&str| {
        let mut run = command(folder, &format!("regen --inputs inputs {arguments}"));
        run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
    };
    let runs: Vec<_> = arguments.iter().cycle().take(6).map(start).collect();
    let mut codes: Vec<_> = runs.into_iter().map(|mut run| run.wait().expect("it ends").code()).collect();
    codes.sort();
    // Either order of the folders came first; from then on, the others are refused.
    assert_eq!(codes, [[Some(0); 3], [Some(2); 3]].concat());
    let left = snapshot(folder).into_keys().filter(|path| path.to_string_lossy().contains(".casewright-"));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<PathBuf>::new());
    good(folder, "regen --inputs inputs --out c --upstream d");
    let (one, other) = if folder.join("a/isa.json").exists() { ("a", "b") } else { ("b", "a") };
    assert!(snapshot(&folder.join(one)) == snapshot(&folder.join("c")));
    assert!(snapshot(&folder.join(other)) == snapshot(&folder.join("d")));
}

/// An input that is there but is no file must not be taken for one that is not there.
#[test]
fn what_is_no_file_is_not_read_and_not_passed_over() {
    for name in INPUTS {
        let folder = folder();
        let folder = folder.path();
        let path = folder.join("inputs").join(name);
        fs::remove_file(&path).expect("the file is removed");
        fs::create_dir(&path).expect("a folder");
        let said = format!("`inputs/{name}` cannot be read: it is not a regular file");
        for command in [
            "regen --inputs inputs --out out",
            "upstream --all --inputs inputs -o out",
            "dump --inputs inputs",
        ] {
            refused(folder, command, &["CW0400", &said]);
        }
        refused(folder, "diff inputs inputs", &["CW0400", &said]);
        #[cfg(unix)]
        {
            fs::remove_dir(&path).expect("the folder is removed");
            std::os::unix::fs::symlink(name, &path).expect("a link to itself");
            refused(folder, "dump --inputs inputs", &["CW0400", &format!("`inputs/{name}` cannot be read")]);
        }
    }
}

/// A pipe in the place of an output or of the manifest would keep the run waiting.
#[cfg(unix)]
#[test]
fn a_pipe_among_the_outputs_is_refused() {
    for name in ["isa.json", "MANIFEST.json"] {
        let folder = folder();
        let folder = folder.path();
        fs::create_dir(folder.join("out")).expect("a folder");
        let made = Command::new("mkfifo").arg(folder.join("out").join(name)).status();
        assert!(made.expect("mkfifo runs").success());
        let said = format!("`{name}` cannot be written: it is not a regular file");
        refused(folder, "regen --inputs inputs --out out", &["CW0403", &said]);
        assert_eq!(casewright(folder, "check --inputs inputs --out out").status.code(), Some(1));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_printed_is_an_error_and_no_panic() {
    let folder = folder();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let run = |arguments: &str| {
        let mut command = command(folder.path(), arguments);
        command.stderr(Stdio::piped());
        command
    };
    for arguments in ["dump --inputs inputs", "explain all", "upstream opcode_ids.h --inputs inputs"] {
        let output = run(arguments).stdout(full()).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("standard output cannot be written"), "{arguments}: {said}");
    }
    for arguments in
        ["explain CW9999", "explain NOTHING --inputs inputs", "diff nowhere inputs", "dump --inputs nowhere"]
    {
        let status = run(arguments).stdout(Stdio::null()).stderr(full()).status().expect("the program runs");
        assert_eq!(status.code(), Some(2), "{arguments}");
    }
}
