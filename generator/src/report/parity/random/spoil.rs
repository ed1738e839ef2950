//! Mistakes in random definitions.

use super::generate::Definitions;
use super::piece::Piece;
use crate::testing::Random;

/// Statements that are wrong nearly anywhere.
const BAD: [&str; 15] = [
    "goto nowhere;",
    "DEAD(nobody);",
    "RELOAD_STACK();",
    "SAVE_STACK();",
    "DEOPT_IF(a); EXIT_IF(b);",
    "SYNC_SP();",
    "ERROR_IF(c);",
    "DECREF_INPUTS();",
    "INPUTS_DEAD();",
    "SAVE_STACK();\n    DISPATCH();",
    "SAVE_STACK();\n    stack_pointer = SPAM();",
    "SAVE_STACK();\n    goto error;",
    "SPAM(INSTRUCTION_SIZE);",
    "DEOPT_IF(esc(x));",
    "PyStackRef_CLOSE(1);",
];

/// Definitions that are wrong, or that make others wrong.
const BAD_DEFINITIONS: [&str; 12] = [
    "macro(BAD) = _NOT_THERE;\n",
    "family(HEAD, 1) = { NOT_THERE };\n",
    "family(NOT_THERE, 1) = { HEAD };\n",
    "pseudo(PSEUDO, (--)) = { NOT_THERE };\n",
    "op(_AOP, (--)) {\n}\n",
    "op(_BAD, (a, unused -- )) {\n    DEAD(a);\n}\n",
    "op(_BAD, (a, b -- b, a)) {\n}\n",
    "op(_BAD, (unused/1, a --)) {\n    DEAD(a);\n}\n",
    "op(_BAD, (--)) {\n    if (x = &y) {\n        SPAM();\n    }\n}\n",
    "op(_BAD, (-- a)) {\n    switch (oparg) {\n    }\n}\n",
    "inst(BAD, (-- a)) {\n    #if X\n    a = 1;\n}\n",
    "replicate(2) op(_BAD, (a -- a) {\n}\n",
];

/// Puts one mistake in, or something that may be one.
pub(super) fn spoil(random: &mut Random, definitions: &mut Definitions) {
    let in_overlay = random.one_in(6);
    let file = if in_overlay { &mut definitions.overlay } else { &mut definitions.base };
    match random.below(8) {
        0 => {
            let at = random.below(file.inner.len() + 1);
            file.inner.insert(at, Piece::leaf(random.pick(&BAD_DEFINITIONS)));
        }
        1..=4 => {
            let bodies = file.inner.iter_mut().filter(|piece| !piece.close.is_empty());
            let mut bodies: Vec<&mut Piece> = bodies.collect();
            let index = random.below(bodies.len());
            if let Some(body) = bodies.get_mut(index) {
                let at = random.below(body.inner.len() + 1);
                body.inner.insert(at, Piece::leaf(format!("    {}\n", random.pick(&BAD))));
            }
        }
        _ => {
            // Something is missing: a statement, a definition, or the block around some statements.
            let paths = file.paths();
            let keep = random.one_in(4);
            if let Some(path) = paths.get(random.below(paths.len()))
                && !before_else(file, path)
                && let Some(less) = file.without(path, keep)
                && !less.inner.is_empty()
            {
                *file = less;
            }
        }
    }
}

/// Whether an `else` follows a piece, which the two parsers understand differently without an `if`.
fn before_else(file: &Piece, path: &[usize]) -> bool {
    let Some((last, parents)) = path.split_last() else { return false };
    let next = file.at(parents).and_then(|parent| parent.inner.get(last + 1));
    next.is_some_and(|next| next.open.trim_start().starts_with("else"))
}
