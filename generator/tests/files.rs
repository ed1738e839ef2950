//! The findings about files (CW0400 and on), whose causes lie outside of any definition: each is brought about in a
//! folder of its own, and the whole message compared with the blessed one in `tests/diagnostics/files/`.
//! `BLESS=1 cargo test -p casewright --test files` writes the messages anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use casewright::diagnostics::catalog;

/// A code, how its cause is brought about in an empty folder, and the arguments of the run there.
struct Cause {
    code: &'static str,
    prepare: fn(&Path),
    arguments: &'static [&'static str],
}

const CAUSES: &[Cause] = &[
    Cause {
        code: "CW0400",
        prepare: |folder| {
            inputs(folder);
            fs::create_dir(folder.join("inputs/extra.c")).expect("a folder");
        },
        arguments: &["regen", "--inputs", "inputs", "--out", "out"],
    },
    Cause { code: "CW0401", prepare: |_| {}, arguments: &["check"] },
    Cause {
        code: "CW0402",
        prepare: |folder| {
            for part in ["Python", "Include"] {
                fs::create_dir(folder.join(part)).expect("a folder");
            }
            write(folder, "Python/bytecodes.c", "");
            write(
                folder,
                "Include/patchlevel.h",
                "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 99\n",
            );
        },
        arguments: &["regen", "--cpython", ".", "--out", "out"],
    },
    Cause {
        code: "CW0403",
        prepare: |folder| {
            inputs(folder);
            write(folder, "file", "");
        },
        arguments: &["regen", "--inputs", "inputs", "--out", "file/out"],
    },
    Cause { code: "CW0410", prepare: inputs, arguments: &["diff", "inputs", "somewhere"] },
    Cause {
        code: "CW0411",
        prepare: |folder| {
            inputs(folder);
            write(folder, "notes.json", "{\"schema\": 1}\n");
        },
        arguments: &["diff", "notes.json", "inputs"],
    },
];

/// The project's own inputs.
fn inputs(folder: &Path) {
    fs::create_dir(folder.join("inputs")).expect("a folder");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    for name in ["bytecodes.c", "optimizer_bytecodes.c", "pycore_code.h"] {
        fs::copy(project.join(name), folder.join("inputs").join(name)).expect("the input is copied");
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the file is written");
}

#[test]
fn messages_are_as_blessed() {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/files");
    for cause in CAUSES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        (cause.prepare)(folder.path());
        let output = Command::new(env!("CARGO_BIN_EXE_casewright"))
            .args(cause.arguments)
            .current_dir(folder.path())
            .output()
            .expect("the command starts");
        assert_eq!(output.status.code(), Some(2), "{}", cause.code);
        assert!(!folder.path().join("out").exists(), "{}: nothing is written", cause.code);
        let said = String::from_utf8(output.stderr).expect("the message is text");
        assert!(said.contains(cause.code), "{}: {said}", cause.code);
        let golden = goldens.join(format!("{}.txt", cause.code));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&goldens).expect("a folder");
            fs::write(&golden, &said).expect("the message is written");
        }
        assert_eq!(
            fs::read_to_string(&golden).unwrap_or_default(),
            said,
            "{} (BLESS=1 accepts it)",
            cause.code
        );
    }
}

#[test]
fn every_code_has_a_cause() {
    let causes: BTreeSet<String> = CAUSES.iter().map(|cause| cause.code.to_owned()).collect();
    let codes: BTreeSet<String> = catalog::files::CODES.iter().map(|info| info.code.to_string()).collect();
    assert_eq!(causes, codes);
}
