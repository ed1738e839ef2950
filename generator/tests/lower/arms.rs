//! Arms, run on a stack of their own: what they leave there, and how they end. Every run releases what is left and
//! then looks whether any object is still there, so that a leak or a double release fails it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use casewright::files::locate::{InputPath, InputSet};
use casewright::lower;
use casewright::syntax::Dialect;

use crate::compile::{HEAD, folder, harness, isa_library, rustc, with_analysis};

/// An instruction, its argument, the stack before it, and what has to come of it: how it ends, the stack, and how far
/// the instruction pointer is from where it was.
const RUNS: [(&str, i32, &[&str], &str); 19] = [
    // In and out through memory, and an error that has consumed the inputs: all of them are popped.
    ("ADD", 0, &["9", "(7 8)", "1"], "Dispatch [9 8] next +1"),
    ("ADD", 0, &["9", "(7 8)", "5"], "Label(error) [9] next +1"),
    // A specialized form that fits, and guards that fail: the stack is as it was, and the instruction is run again.
    ("ADD_INT", 0, &["9", "3", "4"], "Dispatch [9 7] next +1"),
    ("ADD_INT", 0, &["9", "3", "()"], "Deopt(ADD) [9 3 ()]"),
    ("ADD_INT", 0, &["9", "()", "4"], "Deopt(ADD) [9 () 4]"),
    // Items that wait in variables: the next body gets them from there, and an error writes those that stay.
    ("ADD_ON", 30, &["9", "4"], "Dispatch [9 34] next +1"),
    ("NEGATE_OVER", 6, &["9", "4"], "Dispatch [9 6 -4] next +1"),
    ("NEGATE_OVER", 6, &["9", "(1)"], "Label(error) [9 6] next +1"),
    ("NEGATE_OVER_NO_POP", 6, &["9", "4"], "Dispatch [9 6 -4] next +1"),
    ("NEGATE_OVER_NO_POP", 6, &["9", "(1)"], "Label(error) [9 6 (1)] next +1"),
    ("NEGATE_FLUSHED", 6, &["9", "4"], "Dispatch [9 6 -4] next +1"),
    ("NEGATE_FLUSHED", 6, &["9", "(1)"], "Label(error) [9 6] next +1"),
    // Arrays are in memory.
    ("PACK", 3, &["9", "1", "2", "3"], "Dispatch [9 (1 2 3)] next +1"),
    ("PACK", 0, &["9"], "Dispatch [9 ()] next +1"),
    ("UNDER_AND_PACK", 2, &["9", "4"], "Dispatch [9 (2 4)] next +1"),
    ("UNDER_AND_PACK", 3, &["9", "4"], "Dispatch [(9 3 4)] next +1"),
    // Code units hold their index, and the instruction is the tenth: 12 + (13 | 14 << 16).
    ("CACHED", 0, &["9"], "Dispatch [9 917529] next +6"),
    // Another exit.
    ("AGAIN", 0, &["9", "1"], "DispatchSameOparg [9] next +1"),
    ("AGAIN", 0, &["9", "0"], "Dispatch [9] next +1"),
];

#[test]
fn arms_do_what_their_definitions_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower/arms.c");
    let set = InputSet {
        definitions: vec![InputPath { path, name: "arms.c".to_owned() }],
        optimizer: Vec::new(),
        caches: None,
        dialect: Dialect::V3_14,
    };
    let folder = folder("arms");
    let head = with_analysis(&set, |analysis, bindings, sources| {
        let program = lower::lower(analysis, bindings);
        let bodies = lower::bodies_file(&program, sources, "").finish().expect("bodies are Rust");
        let arms =
            lower::tier1(&program, analysis, "").and_then(|draft| draft.finish()).expect("arms are Rust");
        std::fs::write(folder.join("bodies.rs"), bodies).expect("written");
        std::fs::write(folder.join("tier1.rs"), arms).expect("written");
        analysis.instruction("ADD").expect("it is defined").opcode
    });
    let mut text = String::from(HEAD);
    for module in ["value", "abi", "run", "arm"] {
        let _ = writeln!(text, "#[path = {:?}] mod {module};", harness(&format!("{module}.rs")));
    }
    text.push_str("use abi::*;\nuse arm::*;\nuse cpython_isa::Opcode;\nuse run::*;\nuse value::*;\n");
    text.push_str("mod bodies;\nmod tier1;\nfn main() { unsafe {\n");
    for (instruction, oparg, stack, _) in RUNS {
        let _ = writeln!(
            text,
            "{{ let mut m = Machine::new(&{stack:?}, &[]);\n\
             for (index, unit) in m.code.iter_mut().enumerate() {{ unit.cache = index as u16; }}\n\
             let mut cx = m.cx({}, {oparg});\n\
             let next = tier1::arm_{instruction}(&mut cx);\n\
             let end = cx.stack_pointer;\n\
             m.finish(&format!(\"{{next:?}}\"), cx, end); }}",
            stack.len()
        );
    }
    text.push_str("} }\n");
    let source = folder.join("arms.rs");
    std::fs::write(&source, text).expect("written");
    let isa = format!("cpython_isa={}", isa_library().display());
    let output = rustc(&source, &["-C", "debug-assertions=on", "--extern", &isa]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}", errors.chars().take(20_000).collect::<String>());
    let output = Command::new(folder.join("arms")).output().expect("it runs");
    let printed = String::from_utf8_lossy(&output.stdout).replace(&format!("Deopt({head})"), "Deopt(ADD)");
    let got: Vec<&str> = printed.lines().collect();
    for ((instruction, oparg, stack, expected), got) in RUNS.iter().zip(&got) {
        assert_eq!(expected, got, "{instruction} with {oparg} on {stack:?}");
    }
    assert!(output.status.success(), "{}\nafter {got:?}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(got.len(), RUNS.len());
}
