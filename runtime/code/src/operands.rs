//! What the arguments of some instructions stand for. These numbers are part of the bytecode, but not of the
//! definitions of the instructions: CPython keeps them in C headers and in `opcode.py`. A test compares them with it.

/// The operators of `BINARY_OP`, by its argument.
pub(crate) const BINARY_OPERATORS: [&str; 27] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=",
    "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
];

/// The functions of `CALL_INTRINSIC_1`, by its argument. The first is none.
pub(crate) const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// The functions of `CALL_INTRINSIC_2`, by its argument. The first is none.
pub(crate) const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];

/// The methods of `LOAD_SPECIAL`, by its argument.
pub(crate) const SPECIAL_METHODS: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

/// The objects of `LOAD_COMMON_CONSTANT`, by its argument, as `dis` shows them.
pub(crate) const COMMON_CONSTANTS: [&str; 5] =
    ["AssertionError", "NotImplementedError", "tuple", "<built-in function all>", "<built-in function any>"];

/// The operators of `COMPARE_OP`, by the bits of its argument from 5 on.
pub(crate) const COMPARISONS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// The attributes of `SET_FUNCTION_ATTRIBUTE`, by the bit of its argument.
pub(crate) const FUNCTION_ATTRIBUTES: [&str; 5] =
    ["defaults", "kwdefaults", "annotations", "closure", "annotate"];

/// The functions of `CONVERT_VALUE`, by its argument. The first is none.
pub(crate) const CONVERSIONS: [&str; 4] = ["", "str", "repr", "ascii"];
