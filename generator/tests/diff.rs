//! The version report: on two small instruction sets that differ in every way there is (`tests/diff/old` and
//! `tests/diff/new`), on the same one twice, and on bad input.

#[path = "support/golden.rs"]
mod golden;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casewright::analysis::Dialect;
use casewright::diagnostics::{Diagnostics, render::render as findings};
use casewright::ir::Isa;
use casewright::lower::bindings::Bindings;
use casewright::report::diff::model::{Diff, GroupKind, NameKind, Need, Row};
use casewright::report::diff::render::terminal::Options;
use casewright::report::diff::side::Side;
use casewright::report::diff::{compare, narrow, render};
use casewright::syntax::source::SourceMap;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff").join(name)
}

/// The built-in bindings.
fn bindings() -> Bindings {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    Bindings::load(None, &mut sources, &mut sink).expect("the bindings are good")
}

fn side(path: &Path) -> Side {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    Side::read(path, Dialect::V3_14, &bindings(), &mut sources, &mut sink)
        .unwrap_or_else(|| panic!("{}", findings(&sources, &sink, false)))
}

fn example() -> Diff {
    compare(&side(&folder("old")), &side(&folder("new")), &bindings())
}

fn casewright(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(arguments)
        .current_dir(folder(""))
        .output()
        .expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn reports_are_as_blessed() {
    let diff = example();
    let terminal =
        |diff: &Diff, width, full| render::terminal::render(diff, Options { width, colour: false, full });
    let mut only = example();
    narrow(&mut only, "store");
    let mut coloured = example();
    narrow(&mut coloured, "STORE_NAME");
    let (old, new) = (side(&folder("old")), side(&folder("new")));
    let without_bodies = compare(&old, &Side { bodies: None, ..new.clone() }, &bindings());
    golden::check(
        &folder("expected"),
        &[
            ("terminal.txt".to_owned(), terminal(&diff, 100, false)),
            ("full.txt".to_owned(), terminal(&diff, 100, true)),
            ("side_by_side.txt".to_owned(), terminal(&only, 140, true)),
            (
                "coloured.txt".to_owned(),
                render::terminal::render(&coloured, Options { width: 80, colour: true, full: true })
                    .replace('\u{1b}', "ESC"),
            ),
            ("narrow.txt".to_owned(), terminal(&only, 40, false)),
            ("without_bodies.txt".to_owned(), terminal(&without_bodies, 100, false)),
            ("same.txt".to_owned(), terminal(&compare(&new, &new, &bindings()), 100, false)),
            ("report.md".to_owned(), render::markdown(&diff, false).expect("it renders")),
            ("full.md".to_owned(), render::markdown(&diff, true).expect("it renders")),
            ("report.html".to_owned(), render::html(&diff).expect("it renders")),
            ("report.json".to_owned(), render::json(&diff).expect("it renders")),
            ("schema.json".to_owned(), render::schema().expect("it renders")),
        ],
    );
}

/// The example would not be one if a kind of change were missing in it.
#[test]
fn the_example_has_every_kind_of_change() {
    let diff = example();
    for group in &diff.groups {
        let kind = group.kind;
        let is_renumbered = matches!(kind, GroupKind::Instructions | GroupKind::Pseudos | GroupKind::Uops);
        assert_eq!(is_renumbered, !group.renumbered.is_empty(), "{kind:?}");
        assert_eq!(kind == GroupKind::Numbers, group.added.is_empty(), "{kind:?}");
        assert_eq!(kind == GroupKind::Numbers, group.removed.is_empty(), "{kind:?}");
        assert!(group.changed.iter().any(|change| !change.is_minor()), "{kind:?}");
    }
    let seen: BTreeSet<(GroupKind, &str)> = diff
        .groups
        .iter()
        .flat_map(|group| group.changed.iter().map(|change| (group.kind, change)))
        .flat_map(|(kind, change)| change.aspects.iter().map(move |aspect| (kind, aspect.what.as_str())))
        .collect();
    let expected: [(GroupKind, &[&str]); 9] = [
        (
            GroupKind::Instructions,
            &[
                "cache offsets",
                "cache units",
                "defined by",
                "expansion",
                "family",
                "flags",
                "format",
                "instrumented form",
                "instruments",
                "net effect",
                "parts",
                "pops",
                "pushes",
            ],
        ),
        (GroupKind::Families, &["cache struct", "cache units", "members", "size as written"]),
        (
            GroupKind::Pseudos,
            &["becomes", "flags", "net effect", "pushes", "stack effect happens", "targets"],
        ),
        (
            GroupKind::Uops,
            &[
                "annotations",
                "caches",
                "copies",
                "defined by",
                "flags",
                "handles two opargs",
                "id",
                "in tier 2",
                "instruction size",
                "pops",
                "properties",
                "stack",
            ],
        ),
        (GroupKind::Labels, &["stack pointer on arrival"]),
        (GroupKind::CacheStructs, &["cache units", "fields"]),
        (GroupKind::CacheEntries, &["cache units", "measures"]),
        (GroupKind::Optimizer, &["stack"]),
        (GroupKind::Numbers, &["in use", "value"]),
    ];
    for (kind, aspects) in expected {
        for aspect in aspects {
            assert!(seen.contains(&(kind, *aspect)), "no change of `{aspect}` in {kind:?}");
        }
    }
    assert!(diff.groups.iter().any(|group| !group.renamed.is_empty()));
    let bodies = diff.bodies.as_ref().expect("both have bodies");
    assert!(bodies.iter().all(|body| body.name != "_SAME_BODY"), "comments and blanks do not count");
    for row in ["same", "added", "removed", "changed", "gap"] {
        let is_it = |r: &Row| match r {
            Row::Same(_) => row == "same",
            Row::Added(_) => row == "added",
            Row::Removed(_) => row == "removed",
            Row::Changed { .. } => row == "changed",
            Row::Gap(_) => row == "gap",
        };
        assert!(bodies.iter().any(|body| body.rows.iter().any(is_it)), "no row of the kind `{row}`");
    }
    let names = || diff.names.iter().flatten();
    for kind in NameKind::ALL {
        for is_new in [true, false] {
            assert!(names().any(|name| name.kind == kind && name.is_new == is_new), "{kind:?} {is_new}");
        }
    }
    for need in Need::ALL {
        assert!(names().any(|name| name.need == need), "no name is {need:?}");
    }
}

/// All bodies of the project are translated, so whatever they name has a binding or needs none.
#[test]
fn nothing_of_our_own_is_to_be_bound() {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    let diff = compare(&side(&folder("new")), &side(&inputs), &bindings());
    let to_bind: Vec<&str> =
        diff.names.iter().flatten().filter(|n| n.need == Need::ToBind).map(|n| n.name.as_str()).collect();
    assert!(to_bind.is_empty(), "{to_bind:?}");
    assert!(diff.names_of(NameKind::Call, Need::Bound).len() > 100);
    // And without them, nearly all that is bound is unused.
    let diff = compare(&side(&inputs), &side(&folder("new")), &bindings());
    assert!(diff.names_of(NameKind::Call, Need::Unused).len() > 100);
}

#[test]
fn other_bindings_can_be_asked() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let functions = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("bindings/functions.toml"))
        .expect("there are bindings");
    let folder = scratch.path().display().to_string();
    let write = |text: &str| {
        fs::write(scratch.path().join("functions.toml"), text).expect("the file is written");
        casewright(&["diff", "old", "new", "--bindings", &folder, "--json"])
    };
    let ask = |output: Output| {
        let diff: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let names = diff["names"].as_array().expect("a list").clone();
        names.into_iter().find(|name| name["name"] == "make_note").expect("it is new")["need"].clone()
    };
    assert_eq!(ask(write(&functions)), "to_bind");
    assert_eq!(ask(write(&format!("{functions}\nmake_note = \"void(PyObject *)\"\n"))), "bound");
    let output = write("[functions]\nmake_note = 3\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("CW0500"), "{}", text(&output.stdout));
    assert!(!text(&output.stdout).contains(&folder), "no absolute paths");
}

#[test]
fn nothing_differs_from_itself() {
    let output = casewright(&["diff", "new", "new"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let json = casewright(&["diff", "new", "new", "--json"]);
    assert_eq!(json.status.code(), Some(0));
    let diff: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(diff["bodies"], serde_json::json!([]));
    assert_eq!(casewright(&["diff", "old", "new"]).status.code(), Some(1));
}

#[test]
fn an_isa_json_equals_the_folder_that_it_was_made_from() {
    let dump = casewright(&["dump", "--inputs", "new"]);
    assert!(dump.status.success(), "{}", text(&dump.stderr));
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let path = scratch.path().join("isa.json");
    fs::write(&path, &dump.stdout).expect("the file is written");
    let path = path.display().to_string();
    for (old, new) in [("new", path.as_str()), (&path, "new"), (&path, &path)] {
        let output = casewright(&["diff", old, new]);
        assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
        assert!(text(&output.stdout).contains("holds no bodies"), "it says what it did not compare");
    }
    assert_eq!(casewright(&["diff", "old", &path]).status.code(), Some(1));
}

/// Whatever is altered in an isa.json, the report sees it.
#[test]
fn no_field_is_forgotten() {
    let isa = side(&folder("new")).isa;
    let value = serde_json::to_value(&isa).expect("plain data");
    let mut paths = Vec::new();
    leaves(&value, String::new(), &mut paths);
    // Copies of micro-ops follow from their originals.
    let copies: Vec<String> = (0..isa.uops.len())
        .filter(|index| isa.uops[*index].replicates.is_some())
        .map(|index| format!("/uops/{index}/"))
        .collect();
    paths.retain(|path| !copies.iter().any(|copy| path.starts_with(copy)));
    let base = Side { bodies: None, ..side(&folder("new")) };
    let bindings = bindings();
    let mut unseen = BTreeSet::new();
    for path in &paths {
        let mut altered = value.clone();
        let leaf = altered.pointer_mut(path).expect("it is there");
        *leaf = match &*leaf {
            Value::Bool(flag) => Value::Bool(!*flag),
            Value::Number(number) => Value::from(number.as_i64().unwrap_or(0) + 1),
            Value::String(text) => Value::from(format!("{text}X")),
            // Something that may be absent: a text or a number.
            Value::Null => Value::from("X"),
            other => other.clone(),
        };
        let read = serde_json::from_value::<Isa>(altered.clone()).or_else(|_| {
            *altered.pointer_mut(path).expect("it is there") = Value::from(7);
            serde_json::from_value::<Isa>(altered.clone())
        });
        // What is no instruction set any more (a flag of another name) is refused when it is read.
        let Ok(isa) = read else { continue };
        if compare(&base, &Side { isa, ..base.clone() }, &bindings).is_equal() {
            let general =
                path.split('/').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("/");
            unseen.insert(general);
        }
    }
    // Places, and what only says how a body was read.
    let expected = [
        // Which inputs a body uses follows from the body.
        "/uops/inputs/used",
        "/uops/outputs/used",
        // The type of an array is none of its own.
        "/uops/inputs/ty",
        // These stand with the instruction too.
        "/opcodes/opmap",
        "/uops/number",
    ];
    let is_place =
        |path: &&String| path.contains("/location/") || **path == "/schema" || path.starts_with("/sources");
    let is_followed = |path: &&String| path.starts_with("/instructions/properties/");
    let rest: Vec<&String> = unseen.iter().filter(|path| !is_place(path) && !is_followed(path)).collect();
    let rest: Vec<&&String> = rest.iter().filter(|path| !expected.contains(&path.as_str())).collect();
    assert!(rest.is_empty(), "nobody notices when these change: {rest:#?}");
}

/// Paths of all that is neither list nor object.
fn leaves(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, format!("{path}/{index}"), paths);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                leaves(field, format!("{path}/{name}"), paths);
            }
        }
        _ => paths.push(path),
    }
}

#[test]
fn narrowing_keeps_what_concerns_a_name() {
    let mut diff = example();
    narrow(&mut diff, "fetch");
    assert!(
        diff.groups
            .iter()
            .flat_map(|g| &g.changed)
            .all(|change| change.name.to_lowercase().contains("fetch"))
    );
    assert!(diff.groups.iter().any(|g| g.kind == GroupKind::Families && !g.changed.is_empty()));
    assert!(
        diff.names.iter().flatten().any(|name| name.name == "sym_new_not_null"),
        "a name that FETCH uses"
    );
    narrow(&mut diff, "no such name");
    assert!(diff.is_equal());
}

#[test]
fn bad_input_is_refused() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, contents: &str| {
        let path = scratch.path().join(name);
        fs::write(&path, contents).expect("the file is written");
        path.display().to_string()
    };
    fs::create_dir(scratch.path().join("empty")).expect("a folder");
    let cases = [
        (scratch.path().join("empty").display().to_string(), "CW0410"),
        ("does_not_exist".to_owned(), "CW0410"),
        (write("notes.txt", "no definitions"), "CW0410"),
        (write("list.json", "[1, 2]"), "CW0411"),
        (write("cut.json", "{\"schema\": 1, \"dialect\": \"3.14\""), "CW0411"),
        (write("deep.json", &"[".repeat(100_000)), "CW0411"),
        (write("future.json", "{\"schema\": 1000}"), "CW0411"),
        (write("wrong.json", "{\"schema\": 1, \"dialect\": 3}"), "CW0411"),
        (write("zero.json", "\u{0}"), "CW0002"),
    ];
    let bindings = bindings();
    let mut messages = Vec::new();
    for (path, code) in &cases {
        let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
        assert!(Side::read(Path::new(path), Dialect::V3_14, &bindings, &mut sources, &mut sink).is_none());
        let name = Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned());
        // The line of a hundred thousand brackets is left out.
        if *code != "CW0002" && !path.ends_with("deep.json") {
            messages.push((format!("{}.txt", name.unwrap_or_default()), findings(&sources, &sink, false)));
        }
        for arguments in [["diff", path, "new"], ["diff", "new", path]] {
            let output = casewright(&arguments);
            assert_eq!(output.status.code(), Some(2), "{path}");
            assert!(text(&output.stderr).contains(code), "{path}: {}", text(&output.stderr));
            assert!(
                !text(&output.stderr).contains(&scratch.path().display().to_string()),
                "no absolute paths"
            );
            assert!(output.stdout.is_empty());
        }
        let json = casewright(&["diff", path, "new", "--json"]);
        assert_eq!(json.status.code(), Some(2), "{path}");
        let object: Value = serde_json::from_slice(&json.stdout).expect("JSON");
        assert_eq!(object["old"][0]["code"], **code, "{object}");
        assert_eq!(object["new"], serde_json::json!([]));
    }
    golden::check(&folder("bad"), &messages);
    assert_eq!(casewright(&["diff", "new"]).status.code(), Some(2), "one side is not enough");
    assert_eq!(casewright(&["diff", "old", "new", "--json", "--html"]).status.code(), Some(2));
}

#[test]
fn a_broken_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(["diff", "old", "new", "--json"])
        .current_dir(folder(""))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}
