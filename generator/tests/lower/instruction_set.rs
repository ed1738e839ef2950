//! The whole instruction set: how much of it is translated, and that the Rust compiler takes what came out.

use std::fmt::Write as _;

use casewright::lower;
use casewright::report::coverage::Coverage;

use crate::compile::{
    HEAD, folder, harness, inputs, isa_library, of_3_13, rustc, with_analyses, with_analysis,
};

/// What must be translated at least; these figures only rise.
const FLOORS: &str = include_str!("floors.txt");

fn floor(name: &str) -> usize {
    let line = FLOORS.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|number| number.trim().parse().ok()).expect("the floor is stated")
}

#[test]
fn as_much_is_translated_as_before() {
    with_analyses(&inputs(), |analysis, overlay, bindings, sources| {
        let mut program = lower::lower(analysis, bindings);
        lower::lower_optimizer(&mut program, analysis, overlay.expect("inputs/ has it"), bindings);
        let coverage = Coverage::new(&program, sources);
        assert!(coverage.translated >= floor("translated"), "{}", coverage.text());
        assert!(coverage.optimizer.translated >= floor("optimizer"), "{}", coverage.text());
        assert!(coverage.without_assertions.is_empty(), "{}", coverage.text());
        assert!(coverage.opted_out.len() <= 30, "{}", coverage.text());
        assert_eq!(coverage.failed(), 0, "{}", coverage.text());
        assert!(coverage.translated * 100 >= coverage.bodies * 95, "{}", coverage.text());
    });
}

#[test]
fn as_much_of_3_13_is_translated_as_before() {
    let Some(set) = of_3_13() else { return };
    with_analyses(&set, |analysis, overlay, bindings, sources| {
        let mut program = lower::lower(analysis, bindings);
        lower::lower_optimizer(&mut program, analysis, overlay.expect("3.13 has it"), bindings);
        let coverage = Coverage::new(&program, sources);
        assert!(coverage.translated >= floor("translated_3_13"), "{}", coverage.text());
        assert!(coverage.optimizer.translated >= floor("optimizer_3_13"), "{}", coverage.text());
        assert!(coverage.translated * 100 >= coverage.bodies * 95, "{}", coverage.text());
    });
}

/// What the runtime has to write by hand.
const BY_HAND: &str = "mod by_hand {\n    use super::*;\n    pub unsafe fn _EXIT_TRACE<M: Mode>(cx: &mut Cx, \
    exit_p: ObjPtr<'static>) -> Result<(), Exit> { Err(Exit::TierOne) }\n}\n";

/// Type-checks the whole instruction set against a runtime that has the vocabulary, with some texts of it replaced.
/// The compiler's errors.
fn check(name: &str, by_hand: &str, replace: (&str, &str)) -> String {
    let folder = folder(name);
    let (declared, bodies, arms, check) = with_analysis(&inputs(), |analysis, bindings, sources| {
        let program = lower::lower(analysis, bindings);
        let declared = lower::declarations(bindings, &program.used).expect("declarations are Rust");
        let bodies = lower::bodies_file(&program, sources, "").finish().expect("bodies are Rust");
        let arms =
            lower::tier1(&program, analysis, "").and_then(|draft| draft.finish()).expect("arms are Rust");
        let check = lower::abi_check(&program, bindings, "").finish().expect("the check is Rust");
        (declared, bodies, arms, check)
    });
    let (from, to) = replace;
    assert!(declared.contains(from));
    std::fs::write(folder.join("declared.rs"), declared.replacen(from, to, 1)).expect("written");
    std::fs::write(folder.join("bodies.rs"), bodies).expect("written");
    std::fs::write(folder.join("tier1.rs"), arms).expect("written");
    std::fs::write(folder.join("abi_check.rs"), check).expect("written");
    let mut text = String::from(HEAD);
    for module in ["value", "arm"] {
        let _ = writeln!(text, "#[path = {:?}] mod {module};", harness(&format!("{module}.rs")));
    }
    text.push_str(
        "mod declared;\nuse arm::*;\nuse declared::*;\nuse value::*;\nuse cpython_isa::Opcode;\n\
         use std::ffi::c_char;\nmod bodies;\nmod tier1;\nmod abi_check;\n",
    );
    text.push_str(by_hand);
    let source = folder.join("lib.rs");
    std::fs::write(&source, text).expect("written");
    let isa = format!("cpython_isa={}", isa_library().display());
    let output = rustc(&source, &["--crate-type", "lib", "--emit", "metadata", "--extern", &isa]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), !errors.contains("error"), "{errors}");
    errors.chars().take(20_000).collect()
}

#[test]
fn the_compiler_takes_every_body_and_every_arm() {
    let errors = check("instruction_set", BY_HAND, ("", ""));
    assert!(!errors.contains("error"), "{errors}");
}

#[test]
fn a_body_that_is_missing_or_has_another_signature_fails_the_build() {
    let errors = check("missing", "mod by_hand {}\n", ("", ""));
    assert!(errors.contains("_EXIT_TRACE"), "{errors}");
    let errors = check("drifted", &BY_HAND.replace("ObjPtr<'static>", "u32"), ("", ""));
    assert!(errors.contains("E0308") && errors.contains("abi_check.rs"), "{errors}");
}

#[test]
fn a_helper_with_another_signature_fails_the_build() {
    let change = ("fn PyDict_Contains(_0: ObjPtr<'_>", "fn PyDict_Contains(_0: &StackRef");
    let errors = check("helper", BY_HAND, change);
    assert!(errors.contains("abi_check.rs"), "{errors}");
}
