//! The names that the translator knows by itself. They need no binding, whatever bodies use them.
//!
//! The lists are what `control` and `call` go by, so that a name that is missing here is not translated either.

use super::expr::{abstract_machine, machine};
use super::types::is_plain;

/// Macros that count, trace, lock or check when compiled, which a release build with a GIL does not do.
pub const NOTHING: [&str; 30] = [
    "STAT_INC",
    "STAT_DEC",
    "OPCODE_DEFERRED_INC",
    "CALL_STAT_INC",
    "UOP_STAT_INC",
    "OPT_STAT_INC",
    "EVAL_CALL_STAT_INC",
    "EVAL_CALL_STAT_INC_IF_FUNCTION",
    "LLTRACE_RESUME_FRAME",
    "QSBR_QUIESCENT_STATE",
    "PRE_DISPATCH_GOTO",
    "UPDATE_MISS_STATS",
    "DPRINTF",
    "OPT_HIST",
    "UOP_PAIR_INC",
    "OPT_UNSUPPORTED_OPCODE",
    "OPT_ERROR_IN_OPCODE",
    "RARE_EVENT_INC",
    "RARE_EVENT_STAT_INC",
    "OBJECT_STAT_INC",
    "GC_STAT_ADD",
    "OPCODE_EXE_INC",
    "INSTRUCTION_STATS",
    "ASSERT_WITHIN_STACK_BOUNDS",
    "_Py_CHECK_EMSCRIPTEN_SIGNALS_PERIODICALLY",
    "Py_BEGIN_CRITICAL_SECTION",
    "Py_END_CRITICAL_SECTION",
    "Py_BUILD_ASSERT",
    "static_assert",
    "_Static_assert",
];

/// Macros that steer: exits, the stack pointer, the instruction pointer.
const STEERING: [&str; 46] = [
    "assert",
    "ERROR_IF",
    "DEOPT_IF",
    "EXIT_IF",
    "ERROR_NO_POP",
    "GOTO_ERROR",
    "GOTO_UNWIND",
    "DISPATCH",
    "DISPATCH_SAME_OPARG",
    "DISPATCH_GOTO",
    "GO_TO_INSTRUCTION",
    "DISPATCH_INLINED",
    "DECREF_INPUTS",
    "DECREF_INPUTS_AND_REUSE_FLOAT",
    "INPUTS_DEAD",
    "DEAD",
    "SYNC_SP",
    "SAVE_STACK",
    "RELOAD_STACK",
    "LOAD_SP",
    "STACK_SHRINK",
    "STACK_GROW",
    "CHECK_EVAL_BREAKER",
    "LOAD_IP",
    "JUMPBY",
    "SKIP_OVER",
    "INSTRUMENTED_JUMP",
    "UNLOCK_OBJECT",
    "STACKREFS_TO_PYOBJECTS",
    "STACKREFS_TO_PYOBJECTS_CLEANUP",
    "SETLOCAL",
    "GOTO_TIER_ONE",
    "GOTO_TIER_TWO",
    "JUMP_TO_JUMP_TARGET",
    "JUMP_TO_ERROR",
    "Py_UNREACHABLE",
    "Py_CLEAR",
    "Py_SETREF",
    "Py_XSETREF",
    "PyStackRef_CLEAR",
    "PyStackRef_XSETREF",
    "JUMP_TO_LABEL",
    "EXIT_TO_TIER1",
    "EXIT_TO_TRACE",
    "PUSH",
    "OUT_OF_SPACE_IF_NULL",
];

/// What the stores of the free-threaded build begin with.
const STORES: &str = "FT_ATOMIC_STORE_";

/// Macros of the free-threaded build that read a place, which need nothing special with a GIL.
pub(super) const LOADS: [&str; 13] = [
    "FT_ATOMIC_LOAD_PTR",
    "FT_ATOMIC_LOAD_PTR_ACQUIRE",
    "FT_ATOMIC_LOAD_PTR_RELAXED",
    "FT_ATOMIC_LOAD_PTR_CONSUME",
    "FT_ATOMIC_LOAD_UINT8",
    "FT_ATOMIC_LOAD_UINT8_RELAXED",
    "FT_ATOMIC_LOAD_UINT16_RELAXED",
    "FT_ATOMIC_LOAD_UINT32_RELAXED",
    "FT_ATOMIC_LOAD_UINT_RELAXED",
    "FT_ATOMIC_LOAD_UINTPTR_ACQUIRE",
    "FT_ATOMIC_LOAD_ULONG_RELAXED",
    "FT_ATOMIC_LOAD_SSIZE_RELAXED",
    "FT_ATOMIC_LOAD_INT_RELAXED",
];

/// Macros that are values.
const VALUES: [&str; 14] = [
    "_Py_atomic_load_uintptr_relaxed",
    "LOCK_OBJECT",
    "GETITEM",
    "INSTR_OFFSET",
    "STACK_LEVEL",
    "WITHIN_STACK_BOUNDS",
    "CURRENT_OPERAND0",
    "CURRENT_TARGET",
    "Py_ARRAY_LENGTH",
    "Py_UNREACHABLE",
    "EMPTY",
    "TOP",
    "PEEK",
    "POP",
];

/// Macros whose argument is an identifier, and the modules with a function for each of those.
pub const IDENTIFIERS: [(&str, &str); 2] = [("_Py_ID", "ids"), ("_Py_STR", "strs")];

/// Macros without parentheses that do nothing.
const MARKS: [&str; 3] = ["Py_FALLTHROUGH", "_Py_FALLTHROUGH", "fallthrough"];

/// Other names that `Body::name` answers for.
const WORDS: [&str; 7] =
    ["NULL", "true", "false", "INSTRUCTION_SIZE", "FRAME_CO_CONSTS", "FRAME_CO_NAMES", "LOCALS_ARRAY"];

pub(super) fn is_steering(name: &str) -> bool {
    STEERING.contains(&name) || name.starts_with(STORES)
}

pub(super) fn is_macro_value(name: &str) -> bool {
    LOADS.contains(&name) || VALUES.contains(&name)
}

pub(super) fn is_mark(name: &str) -> bool {
    MARKS.contains(&name)
}

/// Whether the translator knows a function or macro that is called.
pub fn knows_call(name: &str) -> bool {
    NOTHING.contains(&name)
        || is_steering(name)
        || is_macro_value(name)
        || IDENTIFIERS.iter().any(|(known, _)| *known == name)
}

/// Whether the translator knows a name that is a value, or an identifier (`_Py_ID(send)`).
pub fn knows_value(name: &str) -> bool {
    let callee = name.split_once('(').map(|(callee, _)| callee);
    let is_identifier = callee.is_some_and(|callee| IDENTIFIERS.iter().any(|(known, _)| *known == callee));
    let is_machine = machine(name).is_some() || abstract_machine(name).is_some();
    is_identifier || is_machine || WORDS.contains(&name) || is_mark(name)
}

/// Whether the translator knows a type: those of C and of its standard headers, and the types of stack items.
pub fn knows_type(name: &str) -> bool {
    is_plain(name) || matches!(name, "_PyStackRef" | "JitOptSymbol" | "bool")
}
