//! `casewright where`: the definition that a line of the generated interpreters comes from, and what it says where it cannot.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casewright::diagnostics::Diagnostics;
use casewright::driver;
use casewright::files::locate::InputSet;
use casewright::lower;
use casewright::lower::bindings::Bindings;
use casewright::report::origin::Generated;
use casewright::syntax::Dialect;
use casewright::syntax::source::SourceMap;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn generated(name: &str) -> String {
    fs::read_to_string(root().join("generated/interp").join(name)).expect("it is checked in")
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command starts")
}

fn asked(place: &str) -> Output {
    run(&root(), &["where", place])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The line of the first text that has this part, from a line on.
fn line_of(text: &str, part: &str, from: usize) -> usize {
    let mut lines = text.lines().enumerate().skip(from);
    lines.find(|(_, line)| line.contains(part)).map(|(index, _)| index + 1).expect("it has the part")
}

/// A folder of its own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("where").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn every_line_of_an_arm_leads_to_a_definition() {
    let bodies = Generated::parse(&generated("bodies.rs")).unwrap_or_else(|_| panic!("it is Rust"));
    for name in ["tier1.rs", "tier2.rs"] {
        let text = generated(name);
        let arms = Generated::parse(&text).unwrap_or_else(|_| panic!("it is Rust"));
        let mut function = None;
        let mut called = 0;
        for (index, line) in text.lines().enumerate() {
            if line.starts_with("pub unsafe fn arm_") || line.starts_with("pub unsafe fn uop_") {
                function = Some(index);
            }
            if function.is_some() {
                let origin =
                    arms.origin(index + 1).unwrap_or_else(|_| panic!("{name}:{}: {line}", index + 1));
                if let Some(body) = &origin.calls {
                    assert!(bodies.definition(body).is_some(), "{name}:{}: `{body}`", index + 1);
                    called += 1;
                }
                if line.contains("::<TierOne>(") || line.contains("::<TierTwo>(") {
                    let body = line.split("::<").next().unwrap_or_default();
                    let body = body.rsplit([' ', '(']).next().unwrap_or_default();
                    assert_eq!(origin.calls.as_deref(), Some(body), "{name}:{}", index + 1);
                }
            }
            if line == "}" {
                function = None;
            }
        }
        assert!(called > 1000, "{name}: {called}");
    }
}

/// Walks both analyses and their translations.
fn with_bodies(f: impl FnOnce(&[lower::Lowered], &[lower::Lowered], &SourceMap)) {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let set = InputSet::folder(&root().join("inputs"), "inputs", Dialect::V3_14, &mut sink)
        .expect("inputs/ is there");
    let parsed = driver::parse(&set, &mut sources, &mut sink).expect("it can be read");
    let bindings = Bindings::load(None, &mut sources, &mut sink).expect("the bindings are good");
    let (base, overlay) = driver::analyses(&parsed, &sources, &mut sink).expect("it is good");
    let mut program = lower::lower(&base, &bindings);
    lower::lower_optimizer(&mut program, &base, &overlay.expect("it has an optimizer"), &bindings);
    f(&program.bodies, &program.optimizer, &sources);
}

#[test]
fn every_statement_of_a_body_leads_to_one_of_its_definition() {
    with_bodies(|bodies, optimizer, sources| {
        let (mut named, mut found) = (0, 0);
        for (name, lowered) in [("bodies.rs", bodies), ("optimizer.rs", optimizer)] {
            let text = generated(name);
            let lines: Vec<&str> = text.lines().collect();
            let file = syn::parse_file(&text).expect("it is Rust");
            for item in &file.items {
                let syn::Item::Fn(function) = item else { continue };
                let body = lowered.iter().find(|body| function.sig.ident == body.name);
                let Some((body, translation)) = body.and_then(|body| Some((body, body.translated()?))) else {
                    continue;
                };
                for (range, span) in lower::lines(translation, function) {
                    assert_eq!(span.file, body.span.file);
                    assert!(span.start >= body.span.start, "{name}: {} {range:?}", body.name);
                    // Helpers that a statement names are named where it comes from, unless a macro calls them.
                    let rust = lines.get(*range.start() - 1..*range.end()).unwrap_or_default().join("\n");
                    let is_part = |c: char| c.is_alphanumeric() || c == '_';
                    let words = rust
                        .split(|c| !is_part(c))
                        .filter(|word| word.trim_start_matches('_').starts_with("Py"));
                    for word in words {
                        named += 1;
                        found += usize::from(sources.text(span).contains(word));
                    }
                }
            }
        }
        assert!(named > 2500 && found * 100 >= named * 90, "{found} of {named}");
    });
}

#[test]
fn an_arm_is_told_apart_into_micro_ops() {
    let tier1 = generated("tier1.rs");
    let arm = line_of(&tier1, "fn arm_CALL_FUNCTION_EX(", 0);
    let call = line_of(&tier1, "_DO_CALL_FUNCTION_EX::<", arm);
    let output = asked(&format!("generated/interp/tier1.rs:{call}:9"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let inputs = fs::read_to_string(root().join("inputs/bytecodes.c")).expect("it is there");
    let op = line_of(&inputs, "op(_DO_CALL_FUNCTION_EX,", 0);
    let whole = line_of(&inputs, "macro(CALL_FUNCTION_EX)", 0);
    let said = text(&output.stdout);
    let expected = format!(
        "_DO_CALL_FUNCTION_EX  inputs/bytecodes.c:{op}\nin CALL_FUNCTION_EX  inputs/bytecodes.c:{whole}\n\n"
    );
    assert!(said.starts_with(&expected), "{said}");
    assert!(said.contains(&format!("> {op:5} |         op(_DO_CALL_FUNCTION_EX,")), "{said}");
    // A line of the table of arms.
    let entry = line_of(&tier1, "=> arm_CALL_FUNCTION_EX(cx)", 0);
    let output = run(&root(), &["where", &format!("generated/interp/tier1.rs:{entry}"), "--json"]);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(said["definition"]["name"], "CALL_FUNCTION_EX");
    assert_eq!(said["definition"]["line"], whole);
    assert!(said["micro_op"].is_null());
}

#[test]
fn a_body_is_told_apart_into_statements() {
    let bodies = generated("bodies.rs");
    let body = line_of(&bodies, "fn _END_SEND<", 0);
    let close = line_of(&bodies, "PyStackRef_CLOSE(receiver)", body);
    let inputs = fs::read_to_string(root().join("inputs/bytecodes.c")).expect("it is there");
    let statement = line_of(&inputs, "PyStackRef_CLOSE(receiver);", line_of(&inputs, "inst(END_SEND,", 0));
    let output = asked(&format!("generated/interp/bodies.rs:{close}"));
    let said = text(&output.stdout);
    assert!(said.starts_with(&format!("END_SEND  inputs/bytecodes.c:{statement}\n")), "{said}");
}

#[test]
fn what_cannot_be_answered_is_explained() {
    let cases = [
        ("tier1.rs", "is no place"),
        ("generated/interp/tier1.rs:x", "is no place"),
        ("generated/interp/tier9.rs:1", "cannot be read"),
        ("README.md:1", "is none of the files that are generated"),
        ("generated/interp/abi_check.rs:3", "is none of the files that are generated"),
        ("generated/interp/tier1.rs:0", "has no line 0"),
        ("generated/interp/tier1.rs:1000000", "has no line 1000000"),
        ("generated/interp/tier1.rs:1", "is part of no definition"),
    ];
    for (place, why) in cases {
        let output = asked(place);
        assert_eq!(output.status.code(), Some(2), "{place}");
        assert_eq!(text(&output.stdout), "");
        assert!(text(&output.stderr).contains(why), "{place}: {}", text(&output.stderr));
    }
}

#[test]
fn files_of_another_tree_are_held_against_that_tree() {
    let folder = folder("other");
    let inputs = folder.join("inputs");
    fs::create_dir_all(&inputs).expect("a folder");
    for name in ["bytecodes.c", "optimizer_bytecodes.c", "pycore_code.h"] {
        let text = fs::read_to_string(root().join("inputs").join(name)).expect("it is there");
        let text = if name == "bytecodes.c" { format!("// One line more.\n{text}") } else { text };
        fs::write(inputs.join(name), text).expect("written");
    }
    let out = folder.join("out");
    let inputs_given = ["--inputs", inputs.to_str().expect("a plain path")];
    let mut arguments = vec!["regen", "--out", out.to_str().expect("a plain path")];
    arguments.extend(inputs_given);
    assert!(run(&root(), &arguments).status.success());
    let tier1 = fs::read_to_string(out.join("interp/tier1.rs")).expect("it was written");
    let place = format!("{}:{}", out.join("interp/tier1.rs").display(), line_of(&tier1, "_END_SEND::<", 0));
    let text_there = fs::read_to_string(inputs.join("bytecodes.c")).expect("it is there");
    let line = line_of(&text_there, "inst(END_SEND,", 0);

    let output = run(&root(), &["where", &place, inputs_given[0], inputs_given[1]]);
    let said = text(&output.stdout);
    assert!(
        said.starts_with(&format!("END_SEND  inputs/bytecodes.c:{line}\n")),
        "{said}{}",
        text(&output.stderr)
    );
    // The project's definitions have it elsewhere.
    let output = run(&root(), &["where", &place]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("is not what") && said.contains(&format!("inputs/bytecodes.c:{line}")), "{said}");
    // A file that was changed by hand is not what was generated.
    fs::write(out.join("interp/tier1.rs"), format!("\n{tier1}")).expect("written");
    let output = run(&root(), &["where", &place, inputs_given[0], inputs_given[1]]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("was changed since it was generated"), "{}", text(&output.stderr));
}
