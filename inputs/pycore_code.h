/* Casewright's description of the inline caches of CPython 3.14.
 *
 * An instruction is one code unit of two bytes. Some instructions are followed by further units that hold no
 * instruction but data of the instruction before them: its inline cache. This header says how each family of
 * instructions lays its cache out. The names, the order and the widths of the fields are CPython 3.14's;
 * the header of the same name in a CPython tree can take this one's place.
 */

#ifndef Py_INTERNAL_CODE_H
#define Py_INTERNAL_CODE_H

#include <stdint.h>


/* ---- Code units ---- */

/* A count-down with a growing start value: the upper twelve bits count down, the lower four bits say how far
 * the next start value is to back off. */
typedef struct {
    uint16_t value_and_backoff;
} _Py_BackoffCounter;

/* One unit of bytecode. Which view holds depends on where the unit stands. */
typedef union {
    uint16_t cache;                 /* any unit of an inline cache */
    struct {
        uint8_t code;
        uint8_t arg;
    } op;                           /* an instruction */
    _Py_BackoffCounter counter;     /* the first unit of an inline cache */
} _Py_CODEUNIT;

/* The size of a cache, counted in code units. */
#define CACHE_ENTRIES(cache) (sizeof(cache)/sizeof(_Py_CODEUNIT))


/* ---- Caches, one struct per layout ---- */
/* A value wider than 16 bits is an array of 16-bit cells, because a cache is only aligned to two bytes.
 * Bodies name a cell range themselves (`version/2`), so a specialized form may read the same cells otherwise
 * than the struct of its family says. */

/* LOAD_GLOBAL: the versions of two dictionaries' keys, and where the value lies in one of them. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t module_keys_version;
    uint16_t builtin_keys_version;
    uint16_t index;
} _PyLoadGlobalCache;
#define INLINE_CACHE_ENTRIES_LOAD_GLOBAL CACHE_ENTRIES(_PyLoadGlobalCache)

/* BINARY_OP: room for a pointer, the descriptor of an operation that was found at run time. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t external_cache[4];
} _PyBinaryOpCache;
#define INLINE_CACHE_ENTRIES_BINARY_OP CACHE_ENTRIES(_PyBinaryOpCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyUnpackSequenceCache;
#define INLINE_CACHE_ENTRIES_UNPACK_SEQUENCE CACHE_ENTRIES(_PyUnpackSequenceCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyCompareOpCache;
#define INLINE_CACHE_ENTRIES_COMPARE_OP CACHE_ENTRIES(_PyCompareOpCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PySuperAttrCache;
#define INLINE_CACHE_ENTRIES_LOAD_SUPER_ATTR CACHE_ENTRIES(_PySuperAttrCache)

/* STORE_ATTR, and the forms of LOAD_ATTR that read from the object: a type's version and a place. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t version[2];
    uint16_t index;
} _PyAttrCache;

/* The forms of LOAD_ATTR that find something on the type: `descr` is a pointer to it. What guards the
 * instance is either the version of its keys or the place of its dictionary, never both. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t type_version[2];
    union {
        uint16_t keys_version[2];
        uint16_t dict_offset;
    };
    uint16_t descr[4];
} _PyLoadMethodCache;

/* LOAD_ATTR uses both layouts, so it reserves the larger of them. */
#define INLINE_CACHE_ENTRIES_LOAD_ATTR CACHE_ENTRIES(_PyLoadMethodCache)
#define INLINE_CACHE_ENTRIES_STORE_ATTR CACHE_ENTRIES(_PyAttrCache)

/* CALL and CALL_KW: the version of the function that is called. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t func_version[2];
} _PyCallCache;
#define INLINE_CACHE_ENTRIES_CALL CACHE_ENTRIES(_PyCallCache)
#define INLINE_CACHE_ENTRIES_CALL_KW CACHE_ENTRIES(_PyCallCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyStoreSubscrCache;
#define INLINE_CACHE_ENTRIES_STORE_SUBSCR CACHE_ENTRIES(_PyStoreSubscrCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyForIterCache;
#define INLINE_CACHE_ENTRIES_FOR_ITER CACHE_ENTRIES(_PyForIterCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PySendCache;
#define INLINE_CACHE_ENTRIES_SEND CACHE_ENTRIES(_PySendCache)

/* TO_BOOL: the version of a type whose instances are always true. */
typedef struct {
    _Py_BackoffCounter counter;
    uint16_t version[2];
} _PyToBoolCache;
#define INLINE_CACHE_ENTRIES_TO_BOOL CACHE_ENTRIES(_PyToBoolCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyContainsOpCache;
#define INLINE_CACHE_ENTRIES_CONTAINS_OP CACHE_ENTRIES(_PyContainsOpCache)

#endif /* Py_INTERNAL_CODE_H */
