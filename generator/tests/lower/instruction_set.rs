//! The whole instruction set: how much of it is translated, and that the Rust compiler takes what came out.

use std::fmt::Write as _;

use casewright::lower;
use casewright::report::coverage::Coverage;

use crate::compile::{HEAD, folder, harness, inputs, isa_library, rustc, with_analysis};

/// What must be translated at least; these figures only rise.
const FLOORS: &str = include_str!("floors.txt");

fn floor(name: &str) -> usize {
    let line = FLOORS.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|number| number.trim().parse().ok()).expect("the floor is stated")
}

#[test]
fn as_much_is_translated_as_before() {
    with_analysis(&inputs(), |analysis, bindings, sources| {
        let coverage = Coverage::new(&lower::lower(analysis, bindings), sources);
        assert!(coverage.translated >= floor("translated"), "{}", coverage.text());
        assert!(coverage.opted_out.len() <= 30, "{}", coverage.text());
        assert_eq!(coverage.failed(), 0, "{}", coverage.text());
        assert!(coverage.translated * 100 >= coverage.bodies * 95, "{}", coverage.text());
    });
}

#[test]
fn the_compiler_takes_every_body() {
    let folder = folder("instruction_set");
    let (declared, bodies, check) = with_analysis(&inputs(), |analysis, bindings, sources| {
        let program = lower::lower(analysis, bindings);
        let declared = lower::declarations(bindings, &program.used).expect("declarations are Rust");
        let bodies = lower::bodies_file(&program, sources, "").expect("bodies are Rust");
        let check = lower::abi_check(&program, bindings, "").expect("the check is Rust");
        (declared, bodies, check)
    });
    std::fs::write(folder.join("declared.rs"), declared).expect("written");
    std::fs::write(folder.join("bodies.rs"), bodies).expect("written");
    std::fs::write(folder.join("abi_check.rs"), check).expect("written");
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "#[path = {:?}] mod value;", harness("value.rs"));
    text.push_str(
        "mod declared;\nuse declared::*;\nuse value::*;\nuse cpython_isa::Opcode;\nuse std::ffi::c_char;\n\
         mod by_hand {\n    use super::*;\n    pub unsafe fn _EXIT_TRACE<M: Mode>(cx: &mut Cx, exit_p: ObjPtr<'static>) -> Result<(), Exit> \
         { Err(Exit::TierOne) }\n}\nmod bodies;\nmod abi_check;\n",
    );
    let source = folder.join("lib.rs");
    std::fs::write(&source, text).expect("written");
    let isa = format!("cpython_isa={}", isa_library().display());
    let output = rustc(&source, &["--crate-type", "lib", "--emit", "metadata", "--extern", &isa]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", errors.chars().take(20_000).collect::<String>());
}
