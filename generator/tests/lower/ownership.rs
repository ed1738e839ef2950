//! Ownership is checked: what the generator does not refuse, the Rust compiler does.

use std::fmt::Write as _;

use crate::compile::{HEAD, folder, harness, rustc};

/// The compiler's errors on the statements of a body with `value: StackRef`, as the translator writes bodies.
fn errors(name: &str, statements: &str) -> String {
    let folder = folder(name);
    let mut text = String::from(HEAD);
    for module in ["value", "abi"] {
        let _ = writeln!(text, "#[path = {:?}] mod {module};", harness(&format!("{module}.rs")));
    }
    let _ = writeln!(
        text,
        "use abi::*;\nuse value::*;\npub unsafe fn body(value: StackRef) {{\n{statements}\n}}"
    );
    let source = folder.join("body.rs");
    std::fs::write(&source, text).expect("written");
    let output = rustc(&source, &["--crate-type", "lib", "--emit", "metadata"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), errors.is_empty() || !errors.contains("error"), "{errors}");
    errors
}

#[test]
fn a_body_in_order_compiles() {
    let text = errors(
        "ownership_good",
        "let object: ObjPtr<'_> = PyStackRef_AsPyObjectBorrow(&value);\nlet n: i64 = PyLong_AsLong(object);\nPyStackRef_CLOSE(value);",
    );
    assert!(!text.contains("error"), "{text}");
}

#[test]
fn use_after_close_does_not_compile() {
    let text = errors(
        "ownership_use",
        "let object: ObjPtr<'_> = PyStackRef_AsPyObjectBorrow(&value);\nPyStackRef_CLOSE(value);\nlet n: i64 = PyLong_AsLong(object);",
    );
    assert!(text.contains("E0505"), "{text}");
}

#[test]
fn double_close_does_not_compile() {
    let text = errors("ownership_double", "PyStackRef_CLOSE(value);\nPyStackRef_CLOSE(value);");
    assert!(text.contains("E0382"), "{text}");
}

#[test]
fn use_of_an_object_after_its_release_does_not_compile() {
    let text = errors(
        "ownership_release",
        "let number: Owned = PyLong_FromLong(3);\nlet same: ObjPtr<'_> = number.as_ptr();\nPy_DECREF(number);\nlet n: i64 = PyLong_AsLong(same);\nPyStackRef_CLOSE(value);",
    );
    assert!(text.contains("E0505"), "{text}");
}
