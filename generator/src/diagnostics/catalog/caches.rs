//! Codes of cache headers (CW0300–CW0349).

use crate::diagnostics::{Code, CodeInfo};

/// A cache struct that is not understood.
pub const BAD_CACHE_STRUCT: Code = Code(300);
/// The length of a cache array is not understood.
pub const BAD_CACHE_LENGTH: Code = Code(301);
/// An INLINE_CACHE_ENTRIES macro that is not understood.
pub const BAD_CACHE_ENTRIES: Code = Code(302);
/// The header describes no caches.
pub const NO_CACHE_STRUCTS: Code = Code(303);
/// A struct of the header is not closed.
pub const UNCLOSED_CACHE_STRUCT: Code = Code(304);
/// A cache is described twice.
pub const DUPLICATE_CACHE: Code = Code(305);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: BAD_CACHE_STRUCT,
        title: "a cache struct that is not understood",
        explanation: "\
A cache struct lists its fields, each a type name, a name and perhaps an array length; a `union { … }` may hold
alternative fields, but no further union.

    typedef struct {
        _Py_BackoffCounter counter;
        uint16_t version[2];
    } _PyExampleCache;

Only typedefs whose name is `_Py…Cache` are read; everything else in the header is skipped.",
    },
    CodeInfo {
        code: BAD_CACHE_LENGTH,
        title: "the length of a cache array is not understood",
        explanation: "\
The length of an array in a cache struct is a decimal number from 1 to 255, because the layout has to be known
without a C compiler.

    uint16_t version[2];",
    },
    CodeInfo {
        code: BAD_CACHE_ENTRIES,
        title: "an INLINE_CACHE_ENTRIES macro that is not understood",
        explanation: r#"The macro's value is CACHE_ENTRIES of a cache struct, or a decimal number.

    #define INLINE_CACHE_ENTRIES_EXAMPLE CACHE_ENTRIES(_PyExampleCache)"#,
    },
    CodeInfo {
        code: NO_CACHE_STRUCTS,
        title: "the header describes no caches",
        explanation: "\
The file has neither a `typedef struct { … } _Py…Cache;` nor an INLINE_CACHE_ENTRIES_… macro. It is probably not
CPython's pycore_code.h.",
    },
    CodeInfo {
        code: UNCLOSED_CACHE_STRUCT,
        title: "a struct of the header is not closed",
        explanation: r#"A `typedef struct {` has no matching `}` with a name and a `;` after it.

    typedef struct {
        uint16_t counter;
    } _PyExampleCache;"#,
    },
    CodeInfo {
        code: DUPLICATE_CACHE,
        title: "a cache is described twice",
        explanation: "\
Two typedefs or two macros of the header have the same name. Which one holds would depend on the preprocessor,
which is not run.

Remove one of them, or name it differently.",
    },
];
