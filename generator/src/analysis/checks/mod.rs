//! What the reference generator accepts in silence, though it is wrong or at least worth a look. Everything
//! here is about definitions; what bodies do to the stack is checked elsewhere.

mod code;
mod families;
mod instructions;
mod uops;

use super::Analysis;
use super::context::Cx;
use crate::syntax::tree::Tree;

/// Runs every check.
pub(super) fn run<'s>(cx: &mut Cx<'s, '_>, analysis: &Analysis<'s>, forest: &[Tree]) {
    uops::check_names(cx, analysis);
    uops::check_annotations(cx, analysis);
    code::check_error_if(cx, analysis);
    if !cx.is_instruction_set() {
        return;
    }
    uops::check_use(cx, analysis, forest);
    code::check_labels(cx, analysis);
    code::check_exits(cx, analysis);
    families::check(cx, analysis);
    instructions::check_super_instructions(cx, analysis);
    instructions::check_outputs(cx, analysis);
    instructions::check_caches(cx, analysis);
    instructions::check_pseudos(cx, analysis);
}
