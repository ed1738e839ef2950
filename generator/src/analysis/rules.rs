//! What differs between the dialects, in one place. The passes ask a [`Rules`] instead of comparing versions.
//!
//! The lists of words are facts about the analyzers of CPython 3.13 and 3.14: which names in a body set which
//! property, and which helpers are known not to run arbitrary code.

use super::Dialect;

/// How the analyzer of one CPython version decides.
pub(super) struct Rules {
    /// Opcode numbers.
    pub numbers: NumberRules,
    /// Stack effects, caches and what they may not contain.
    pub effects: EffectRules,
    /// Which words in a body set which property.
    pub words: WordRules,
    /// Which calls escape.
    pub escapes: EscapeRules,
    /// Which micro-ops tier 2 can have, and what they are expanded from.
    pub tier2: Tier2Rules,
}

/// Opcode numbers that are fixed by name.
pub(super) struct NumberRules {
    /// Names with a number of their own, in assignment order.
    pub predefined: &'static [(&'static str, u16)],
    /// The opcode of RESUME; specialized instructions follow it.
    pub resume: u16,
    /// An instrumented instruction that has no definition but is counted (3.13's `INSTRUMENTED_LINE`).
    pub undefined_instrumented: Option<&'static str>,
}

/// Rules of stack effects and caches.
pub(super) struct EffectRules {
    /// A name may not stand at different places of inputs and outputs, nor a used input below an unused one.
    pub checks_names: bool,
    /// Unused cache entries may stand between used ones in a micro-op (3.14), or nowhere (3.13).
    pub unused_caches_inside: bool,
    /// The C type that an array gets.
    pub array_type: Option<&'static str>,
    /// `split` makes a replica for each value of the lowest bit of `oparg`.
    pub split: bool,
    /// How the items of an instruction are followed from one micro-op to the next.
    pub stack: StackModel,
    /// The number of items that a micro-op pops ends at the first that stays (3.14; reference.md B68).
    pub popped_ends_at_peek: bool,
    /// `flush` is a part that a macro can have.
    pub flush: bool,
    /// `INSTRUCTION_SIZE` is known.
    pub instruction_size: bool,
    /// Labels are defined in the DSL, so jumps can be checked.
    pub labels: bool,
    /// `GO_TO_INSTRUCTION(X)` makes X a target.
    pub go_to_instruction: bool,
    /// `ERROR_IF` takes a label (3.13).
    pub error_if_label: bool,
}

/// How the items of an instruction are followed from one micro-op to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StackModel {
    /// 3.13: items at the same place must have the same size.
    Lists,
    /// 3.14: the stack is written to memory where sizes differ; no item may be on it twice.
    Offsets,
}

/// Which words set which property.
pub(super) struct WordRules {
    /// Whether words count in the header of a definition too (they always do for `oparg`).
    pub in_header: bool,
    /// Words of errors that pop the inputs.
    pub error_with_pop: &'static [&'static str],
    /// Words of errors that do not.
    pub error_without_pop: &'static [&'static str],
    /// Words of local variables of the frame.
    pub locals: &'static [&'static str],
    /// Words after which control does not go on.
    pub exits: &'static [&'static str],
    /// Conditions that are always true.
    pub always_true: &'static [&'static str],
    /// What makes an eval-breaker check.
    pub eval_breaker: EvalBreaker,
    /// Whether an unused cache entry counts as pure.
    pub skip_is_pure: bool,
    /// Whether `no_save_ip`, `opcode` and `prev_instr` mean anything.
    pub tail_call_words: bool,
}

/// What makes an eval-breaker check.
pub(super) enum EvalBreaker {
    /// A part of the micro-op's name.
    InName(&'static str),
    /// A word of its body.
    Word(&'static str),
}

/// Which calls escape.
pub(super) struct EscapeRules {
    /// Whether calls are recorded statement by statement (3.14), or there is one answer for a definition (3.13).
    pub by_statement: bool,
    /// Functions that do not escape, sorted.
    pub non_escaping: &'static [&'static str],
}

/// Tier 2.
pub(super) struct Tier2Rules {
    /// Named cache entries that a micro-op may have.
    pub max_caches: usize,
    /// Why it is not viable if it has more.
    pub too_many_caches: &'static str,
    /// Whether an eval-breaker check excludes errors, exits and deopts.
    pub eval_breaker_is_alone: bool,
    /// How many words the name of a super-instruction must have (any even number if `None`).
    pub super_words: Option<usize>,
    /// How the operand of a micro-op in an expansion is described.
    pub operands: OperandRules,
}

/// How the operand of a micro-op in an expansion is described.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OperandRules {
    /// By the width of the first cache entry, with a second row for the last one (3.14; reference.md B41).
    FirstAndLast,
    /// By the size of all cache entries (3.13); the offset is zero if there are none.
    Total,
}

impl Rules {
    /// The rules of a dialect.
    pub fn of(dialect: Dialect) -> &'static Rules {
        match dialect {
            Dialect::V3_13 => &V3_13,
            Dialect::V3_14 => &V3_14,
        }
    }
}

static V3_14: Rules = Rules {
    numbers: NumberRules {
        predefined: &[
            ("CACHE", 0),
            ("RESERVED", 17),
            ("RESUME", 128),
            ("BINARY_OP_INPLACE_ADD_UNICODE", 3),
            ("INSTRUMENTED_LINE", 254),
            ("ENTER_EXECUTOR", 255),
        ],
        resume: 128,
        undefined_instrumented: None,
    },
    effects: EffectRules {
        checks_names: true,
        unused_caches_inside: true,
        array_type: None,
        split: false,
        stack: StackModel::Offsets,
        popped_ends_at_peek: true,
        flush: true,
        instruction_size: true,
        labels: true,
        go_to_instruction: false,
        error_if_label: false,
    },
    words: WordRules {
        in_header: false,
        error_with_pop: &["ERROR_IF", "exception_unwind"],
        error_without_pop: &["ERROR_NO_POP", "exception_unwind"],
        locals: &["GETLOCAL"],
        exits: &["DISPATCH", "Py_UNREACHABLE", "DISPATCH_INLINED", "DISPATCH_GOTO"],
        always_true: &["true", "1"],
        eval_breaker: EvalBreaker::InName("CHECK_PERIODIC"),
        skip_is_pure: true,
        tail_call_words: true,
    },
    escapes: EscapeRules { by_statement: true, non_escaping: NON_ESCAPING_3_14 },
    tier2: Tier2Rules {
        max_caches: 2,
        too_many_caches: "has too many cache entries",
        eval_breaker_is_alone: false,
        super_words: None,
        operands: OperandRules::FirstAndLast,
    },
};

static V3_13: Rules = Rules {
    numbers: NumberRules {
        predefined: &[
            ("CACHE", 0),
            ("RESERVED", 17),
            ("RESUME", 149),
            ("BINARY_OP_INPLACE_ADD_UNICODE", 3),
            ("INSTRUMENTED_LINE", 254),
        ],
        resume: 149,
        undefined_instrumented: Some("INSTRUMENTED_LINE"),
    },
    effects: EffectRules {
        checks_names: false,
        unused_caches_inside: false,
        array_type: Some("PyObject **"),
        split: true,
        stack: StackModel::Lists,
        popped_ends_at_peek: false,
        flush: false,
        instruction_size: false,
        labels: false,
        go_to_instruction: true,
        error_if_label: true,
    },
    words: WordRules {
        in_header: true,
        error_with_pop: &["ERROR_IF", "pop_1_error", "exception_unwind", "resume_with_error"],
        error_without_pop: &["ERROR_NO_POP", "pop_1_error", "exception_unwind", "resume_with_error"],
        locals: &["GETLOCAL", "SETLOCAL"],
        exits: &["DISPATCH", "GO_TO_INSTRUCTION", "Py_UNREACHABLE", "DISPATCH_INLINED", "DISPATCH_GOTO"],
        always_true: &["true"],
        eval_breaker: EvalBreaker::Word("CHECK_EVAL_BREAKER"),
        skip_is_pure: false,
        tail_call_words: false,
    },
    escapes: EscapeRules { by_statement: false, non_escaping: NON_ESCAPING_3_13 },
    tier2: Tier2Rules {
        max_caches: 1,
        too_many_caches: "has unused cache entries",
        eval_breaker_is_alone: true,
        super_words: Some(4),
        operands: OperandRules::Total,
    },
};

/// Helpers that 3.14 knows not to run arbitrary code; sorted, for binary search.
static NON_ESCAPING_3_14: &[&str] = &[
    "JUMP_TO_LABEL",
    "PyCFunction_GET_FLAGS",
    "PyCFunction_GET_FUNCTION",
    "PyCFunction_GET_SELF",
    "PyCell_GetRef",
    "PyCell_New",
    "PyCell_SwapTakeRef",
    "PyExceptionInstance_Class",
    "PyException_GetCause",
    "PyException_GetContext",
    "PyException_GetTraceback",
    "PyFloat_AS_DOUBLE",
    "PyFloat_FromDouble",
    "PyFunction_GET_CODE",
    "PyFunction_GET_GLOBALS",
    "PyList_GET_ITEM",
    "PyList_GET_SIZE",
    "PyList_SET_ITEM",
    "PyLong_AsLong",
    "PyLong_FromLong",
    "PyLong_FromSsize_t",
    "PySlice_New",
    "PyStackRef_AsPyObjectBorrow",
    "PyStackRef_AsPyObjectNew",
    "PyStackRef_AsPyObjectSteal",
    "PyStackRef_Borrow",
    "PyStackRef_CLEAR",
    "PyStackRef_CLOSE_SPECIALIZED",
    "PyStackRef_DUP",
    "PyStackRef_False",
    "PyStackRef_FromPyObjectImmortal",
    "PyStackRef_FromPyObjectNew",
    "PyStackRef_FromPyObjectNewMortal",
    "PyStackRef_FromPyObjectSteal",
    "PyStackRef_FromPyObjectStealMortal",
    "PyStackRef_Is",
    "PyStackRef_IsExactly",
    "PyStackRef_IsFalse",
    "PyStackRef_IsHeapSafe",
    "PyStackRef_IsNone",
    "PyStackRef_IsNull",
    "PyStackRef_IsTaggedInt",
    "PyStackRef_IsTrue",
    "PyStackRef_MakeHeapSafe",
    "PyStackRef_None",
    "PyStackRef_TYPE",
    "PyStackRef_TagInt",
    "PyStackRef_True",
    "PyStackRef_UntagInt",
    "PyTuple_GET_ITEM",
    "PyTuple_GET_SIZE",
    "PyType_HasFeature",
    "PyUnicode_Concat",
    "PyUnicode_GET_LENGTH",
    "PyUnicode_READ_CHAR",
    "Py_ARRAY_LENGTH",
    "Py_FatalError",
    "Py_INCREF",
    "Py_IS_TYPE",
    "Py_NewRef",
    "Py_REFCNT",
    "Py_SIZE",
    "Py_TYPE",
    "Py_UNREACHABLE",
    "Py_Unicode_GET_LENGTH",
    "_PyCode_CODE",
    "_PyDictValues_AddToInsertionOrder",
    "_PyErr_Occurred",
    "_PyFloat_FromDouble_ConsumeInputs",
    "_PyFrame_GetBytecode",
    "_PyFrame_GetCode",
    "_PyFrame_IsIncomplete",
    "_PyFrame_PushUnchecked",
    "_PyFrame_SetStackPointer",
    "_PyFrame_StackPush",
    "_PyFunction_SetVersion",
    "_PyGen_GetGeneratorFromFrame",
    "_PyInterpreterState_GET",
    "_PyList_AppendTakeRef",
    "_PyList_ITEMS",
    "_PyLong_CompactValue",
    "_PyLong_DigitCount",
    "_PyLong_IsCompact",
    "_PyLong_IsNegative",
    "_PyLong_IsNonNegativeCompact",
    "_PyLong_IsZero",
    "_PyManagedDictPointer_IsValues",
    "_PyObject_GC_IS_SHARED",
    "_PyObject_GC_IS_TRACKED",
    "_PyObject_GC_MAY_BE_TRACKED",
    "_PyObject_GC_TRACK",
    "_PyObject_GetManagedDict",
    "_PyObject_InlineValues",
    "_PyObject_IsUniquelyReferenced",
    "_PyObject_ManagedDictPointer",
    "_PyThreadState_HasStackSpace",
    "_PyTuple_FromStackRefStealOnSuccess",
    "_PyTuple_ITEMS",
    "_PyType_HasFeature",
    "_PyType_NewManagedObject",
    "_PyUnicode_Equal",
    "_PyUnicode_JoinArray",
    "_Py_CHECK_EMSCRIPTEN_SIGNALS_PERIODICALLY",
    "_Py_DECREF_NO_DEALLOC",
    "_Py_ID",
    "_Py_IsImmortal",
    "_Py_IsOwnedByCurrentThread",
    "_Py_LeaveRecursiveCallPy",
    "_Py_LeaveRecursiveCallTstate",
    "_Py_NewRef",
    "_Py_ReachedRecursionLimit",
    "_Py_SINGLETON",
    "_Py_STR",
    "_Py_TryIncrefCompare",
    "_Py_TryIncrefCompareStackRef",
    "_Py_atomic_compare_exchange_uint8",
    "_Py_atomic_load_ptr_acquire",
    "_Py_atomic_load_uintptr_relaxed",
    "_Py_set_eval_breaker_bit",
    "advance_backoff_counter",
    "assert",
    "backoff_counter_triggers",
    "initial_temperature_backoff_counter",
    "restart_backoff_counter",
];

/// Helpers that 3.13 knows not to run arbitrary code; sorted, for binary search.
static NON_ESCAPING_3_13: &[&str] = &[
    "CALL_STAT_INC",
    "DECREF_INPUTS_AND_REUSE_FLOAT",
    "PyCell_New",
    "PyFloat_AS_DOUBLE",
    "PyList_GET_ITEM",
    "PyList_GET_SIZE",
    "PyList_SET_ITEM",
    "PyLong_FromLong",
    "PySlice_New",
    "PyTuple_GET_ITEM",
    "PyTuple_GET_SIZE",
    "PyUnicode_Append",
    "PyUnicode_Concat",
    "PyUnicode_GET_LENGTH",
    "PyUnicode_READ_CHAR",
    "Py_ARRAY_LENGTH",
    "Py_DECREF",
    "Py_FatalError",
    "Py_INCREF",
    "Py_NewRef",
    "Py_SIZE",
    "Py_TYPE",
    "Py_Unicode_GET_LENGTH",
    "Py_XDECREF",
    "STAT_INC",
    "_PyDictValues_AddToInsertionOrder",
    "_PyEval_FrameClearAndPop",
    "_PyFrame_GetCode",
    "_PyFrame_PushUnchecked",
    "_PyFrame_SetStackPointer",
    "_PyFrame_StackPush",
    "_PyList_AppendTakeRef",
    "_PyList_FromArraySteal",
    "_PyList_ITEMS",
    "_PyLong_Add",
    "_PyLong_CompactValue",
    "_PyLong_DigitCount",
    "_PyLong_IsCompact",
    "_PyLong_IsNonNegativeCompact",
    "_PyLong_IsZero",
    "_PyLong_Multiply",
    "_PyLong_Subtract",
    "_PyManagedDictPointer_IsValues",
    "_PyObject_GetManagedDict",
    "_PyObject_InlineValues",
    "_PyObject_ManagedDictPointer",
    "_PyThreadState_HasStackSpace",
    "_PyTuple_FromArraySteal",
    "_PyTuple_ITEMS",
    "_PyType_HasFeature",
    "_PyUnicode_Equal",
    "_PyUnicode_JoinArray",
    "_Py_DECREF_SPECIALIZED",
    "_Py_IsImmortal",
    "_Py_LeaveRecursiveCallPy",
    "_Py_NewRef",
    "_Py_SINGLETON",
    "_Py_STR",
    "_Py_atomic_load_uintptr_relaxed",
    "maybe_lltrace_resume_frame",
];
