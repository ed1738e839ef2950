//! `SUBSET.md`: the part of C that is translated, from the data that decides it.

use askama::Template;

use crate::diagnostics::catalog::lower as codes;
use crate::lower::bindings::{Bindings, Calling, TypeKind};
use crate::lower::{Outcome, Program};
use crate::report::coverage::OfOptimizer;

/// Every construct that is translated or refused on purpose, by the name of its golden file. A test holds this to be
/// what there is.
pub const CONSTRUCTS: &[(&str, &str)] = &[
    ("declaration", "declarations with and without a value"),
    ("assignment", "assignments"),
    ("compound_assignment", "`+=` and the others"),
    ("increment", "`++` and `--` as statements"),
    ("if_else", "`if`, `else if`, `else`"),
    ("for_loop", "`for`"),
    ("while_loop", "`while`"),
    ("do_while", "`do … while`"),
    ("break_continue", "`break`, `continue`"),
    ("ternary", "`?:`"),
    ("nested_blocks", "blocks with variables of their own"),
    ("unsigned_wraps", "arithmetic without a sign wraps"),
    ("integer_promotion", "integer promotions and narrowing"),
    ("casts", "casts between integers"),
    ("shifts", "shifts"),
    ("bit_operations", "bit operations"),
    ("comparisons", "comparisons as numbers"),
    ("logic", "`&&`, `\\|\\|`, `!`"),
    ("floating_point", "`double`"),
    ("character", "character literals"),
    ("sizeof", "`sizeof`"),
    ("constants_and_tables", "constants and tables of numbers"),
    ("comma", "`,` between expressions"),
    ("traced", "macros that count, trace, lock or check when compiled do nothing"),
    ("left_out_assertion", "an assertion that says what cannot be translated is left out"),
    ("digits", "numbers behind pointers: digits of an int, cache entries"),
    ("called_at_once", "calls through `table[index]` and `*field`"),
    ("function_cast", "casts between types of functions"),
    ("counted_reference", "a variable that owns on one path and borrows on another"),
    ("counted_by_hand", "`Py_INCREF` before a reference is given away"),
    ("counted_result", "`&variable` for a result, where another path borrows"),
    ("used_after_given", "a variable that is read after its reference was given away"),
    ("replace_in_place", "`PyStackRef_CLEAR`, `PyStackRef_XSETREF`"),
    ("jump_to_label", "`JUMP_TO_LABEL`"),
    ("items_of_array_3_13", "3.13: items of an array given up by other names"),
    ("array_over_item_3_13", "3.13: an array that is moved over the item below it"),
    ("never_released_3_13", "3.13: items known to be NULL or never to die, which nobody releases"),
    ("given_up_peek_3_13", "3.13: an item that stays unless the instruction is left"),
    ("stack_macros_3_13", "3.13: `TOP`, `PEEK`, `POP`, `PUSH`"),
    ("shown_early_3_13", "3.13: an output that is written to the stack before the end"),
    ("conditional_output_3_13", "3.13: an output that is there under a condition"),
    ("cleared_output_3_13", "3.13: `Py_CLEAR`, `Py_SETREF` on stack items"),
    ("reused_float_3_13", "3.13: `DECREF_INPUTS_AND_REUSE_FLOAT`"),
    ("refused_count", "refused: two paths that do not agree on how many references there are"),
    ("refused_held", "refused: a counted reference that is left at the end"),
    ("error_if", "`ERROR_IF`"),
    ("error_if_true", "`ERROR_IF(true)`"),
    ("error_no_pop", "`ERROR_NO_POP`"),
    ("deopt_if", "`DEOPT_IF`"),
    ("exit_if", "`EXIT_IF`"),
    ("dispatch", "`DISPATCH`"),
    ("dispatch_same_oparg", "`DISPATCH_SAME_OPARG`"),
    ("jumpby", "`JUMPBY`, `SKIP_OVER`"),
    ("dispatch_goto", "`DISPATCH_GOTO`, `PRE_DISPATCH_GOTO`"),
    ("dispatch_inlined", "`DISPATCH_INLINED`"),
    ("goto_label", "`goto`, labels, spilled labels"),
    ("return_value", "`return`"),
    ("fatal_error", "`Py_FatalError`, `assert`"),
    ("sync_sp", "`SYNC_SP`"),
    ("sync_sp_with_output", "`SYNC_SP` with an output that is pushed"),
    ("save_reload_stack", "`SAVE_STACK`, `RELOAD_STACK`, `STACK_LEVEL`"),
    ("load_sp", "`LOAD_SP`, `LOAD_IP`, inputs with a type"),
    ("jump_with_tools", "`INSTRUMENTED_JUMP`, `RECORD_BRANCH_TAKEN`"),
    ("decref_inputs", "`DECREF_INPUTS`"),
    ("inputs_dead", "`INPUTS_DEAD`"),
    ("dead_and_move", "`DEAD`"),
    ("close_specialized", "`PyStackRef_CLOSE_SPECIALIZED`"),
    ("steal", "`PyStackRef_AsPyObjectSteal`"),
    ("conditional_steal", "a reference taken on either side of `?:`"),
    ("owned_null", "an owned variable that may be NULL"),
    ("out_argument", "`&variable` for a result"),
    ("clear", "`Py_CLEAR` on a variable"),
    ("rename", "a copy of a stack reference, and a new value for the original"),
    ("swap", "two stack items exchanged"),
    ("adopt", "an object whose place in memory is overwritten"),
    ("setref", "`Py_SETREF` on a place"),
    ("peek", "inputs that stay on the stack"),
    ("load_local", "`GETLOCAL` read"),
    ("store_local", "`GETLOCAL` written"),
    ("load_and_clear_local", "`GETLOCAL` moved from"),
    ("pointer_to_local", "`&GETLOCAL(…)`"),
    ("array_output", "arrays as outputs"),
    ("array_input_stepped", "arrays as inputs, stepped through"),
    ("optional_output", "outputs that may be empty"),
    ("stackrefs_to_pyobjects", "`STACKREFS_TO_PYOBJECTS` and its companions"),
    ("array_of_objects", "arrays of object pointers"),
    ("function_pointer", "calls through a type's slot"),
    ("function_table", "calls through a table"),
    ("code_units", "code units"),
    ("cache_operands", "cache entries of one and two units"),
    ("object_operand", "cache entries that are objects"),
    ("struct_fields", "fields of objects"),
    ("nested_struct", "structs inside of objects, and their addresses"),
    ("dict_entries", "keys and entries of dicts"),
    ("byte_offsets", "places by a byte offset"),
    ("names_and_constants", "`GETITEM`, `FRAME_CO_NAMES`, `FRAME_CO_CONSTS`"),
    ("identifiers", "`_Py_ID`, `BUILTINS`"),
    ("formatted_error", "formats, string literals side by side"),
    ("static_objects", "static types, functions as values"),
    ("singleton_table", "`_Py_SINGLETON`, `Py_ARRAY_LENGTH`"),
    ("small_int_table", "elements of a table of objects"),
    ("adaptive_counter", "adaptive counters and specializers"),
    ("configuration", "`#if` and `#ifdef` by the configuration"),
    ("both_tiers", "`TIER_ONE`, `TIER_TWO`"),
    ("tier_two", "`GOTO_TIER_ONE`, `GOTO_TIER_TWO`, `current_executor`"),
    ("jump_target", "`JUMP_TO_JUMP_TARGET`"),
    ("inplace_unicode", "a variable that a helper replaces"),
    ("frame_call", "a call that takes the inputs over"),
    ("change_inside", "`++`, `--` and assignments inside an expression"),
    ("chained_assignment", "`a = b = value`"),
    ("array_list", "an array with a list of values"),
    ("switch_3_13", "`switch`, which 3.13 has"),
    ("refused_unbound", "refused: a name without a binding"),
    ("refused_double_close", "refused: closing twice"),
    ("refused_borrowed", "refused: releasing what is borrowed"),
    ("refused_lost", "refused: a new reference that nobody takes"),
    ("refused_leak", "refused: a stack reference that is lost"),
    ("refused_mixed", "refused: a variable that owns and borrows"),
    ("refused_expression", "refused: a compound literal"),
];

struct Helper {
    name: String,
    rust: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "subset.md.askama", escape = "none")]
struct Page<'p> {
    header: &'p str,
    bodies: usize,
    translated: usize,
    optimizer: OfOptimizer,
    constructs: &'p [(&'p str, &'p str)],
    refused: Vec<(String, &'static str)>,
    optouts: Vec<(&'p str, &'p str)>,
    helpers: Vec<Helper>,
    types: Vec<(&'p str, &'p str, String)>,
    constants: String,
    symbols: Vec<(&'p str, String)>,
}

/// The page.
pub fn page(program: &Program, bindings: &Bindings, header: &str) -> String {
    let translated = program.bodies.iter().filter(|body| matches!(body.outcome, Outcome::Translated(_)));
    // Codes up to that of unused entries are about the bindings themselves.
    let refused = codes::CODES.iter().filter(|info| info.code > codes::UNUSED_BINDING);
    let helpers = bindings.helpers.iter().map(|(name, helper)| {
        let (generics, parameters, result) = helper.what.signature.rust(bindings);
        let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
        let rust = format!("fn{generics}({}){arrow}", parameters.join(", "));
        let kind = match helper.what.calling {
            Calling::OutOfLine => "",
            calling => calling.table(),
        };
        Helper { name: name.clone(), rust, kind }
    });
    let types = bindings.types.iter().map(|(name, ty)| {
        let pointer = match ty.kind {
            TypeKind::Object => format!("ObjPtr<'_, {}>", ty.rust),
            TypeKind::Raw => format!("*mut {}", ty.rust),
            TypeKind::Value => "none: passed by value".to_owned(),
        };
        (name.as_str(), ty.rust.as_str(), pointer)
    });
    let names = bindings.constants.keys().chain(bindings.objects.keys()).chain(bindings.globals.keys());
    let names = names.chain(bindings.stackrefs.keys()).chain(bindings.tables.keys());
    let constants: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let symbols = bindings.symbols.iter().map(|(name, bound)| {
        let (generics, parameters, result) = bound.what.rust(bindings);
        let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
        (name.as_str(), format!("fn{generics}({}){arrow}", parameters.join(", ")))
    });
    let page = Page {
        header,
        bodies: program.bodies.len(),
        translated: translated.count(),
        optimizer: OfOptimizer::new(program),
        constructs: CONSTRUCTS,
        refused: refused.map(|info| (info.code.to_string(), info.title)).collect(),
        optouts: bindings.optouts.iter().map(|(name, why)| (name.as_str(), why.what.as_str())).collect(),
        helpers: helpers.collect(),
        types: types.collect(),
        constants: constants.join(", "),
        symbols: symbols.collect(),
    };
    // Rendering fails only if a filter or the writer does; no filter is used and the writer is a `String`.
    let mut text = page.render().expect("rendering into memory cannot fail");
    text.push('\n');
    text
}
