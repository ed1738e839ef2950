//! The hand-written part of `cpython-isa`: what `make check` must not take for orphans, and what a run into another
//! folder puts beside its output.

use crate::emit::GeneratedFile;

/// Every hand-written file of the crate, relative to `generated/`.
pub const HANDWRITTEN: &[&str] = &[
    "isa/Cargo.toml",
    "isa/src/code.rs",
    "isa/src/error.rs",
    "isa/src/flag_set.rs",
    "isa/src/generated.rs",
    "isa/src/info.rs",
    "isa/src/layout.rs",
    "isa/src/lib.rs",
    "isa/src/opcode.rs",
    "isa/src/sizes.rs",
    "isa/src/uop.rs",
    "isa/tests/caches.rs",
    "isa/tests/cpython.rs",
    "isa/tests/cpython_facts.py",
    "isa/tests/cpython_facts.txt",
    "isa/tests/opcodes.rs",
];

macro_rules! texts {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../../../generated/", $path)))),*]
    };
}

/// The hand-written files that the crate cannot do without, with their texts. Its tests are not among them: they
/// expect the instruction set of `inputs/`.
pub fn parents() -> Vec<GeneratedFile> {
    let texts = texts![
        "isa/Cargo.toml",
        "isa/src/code.rs",
        "isa/src/error.rs",
        "isa/src/flag_set.rs",
        "isa/src/generated.rs",
        "isa/src/info.rs",
        "isa/src/layout.rs",
        "isa/src/lib.rs",
        "isa/src/opcode.rs",
        "isa/src/sizes.rs",
        "isa/src/uop.rs",
    ];
    texts.map(|(path, text)| GeneratedFile { path: path.to_owned(), contents: text.to_owned() }).into()
}
