/* A header with a bit of everything that is read of pycore_code.h, and C that is not. */
#ifndef SAMPLE_H
#define SAMPLE_H
extern "C" { /* '\n' is no token of the reference */ }
static inline char newline(void) { return '\n'; }

#define CACHE_ENTRIES(cache) (sizeof(cache)/sizeof(_Py_CODEUNIT))

typedef struct {
    _Py_BackoffCounter counter;  // first
    uint16_t version[2];
} _PySumCache;

#define INLINE_CACHE_ENTRIES_SUM CACHE_ENTRIES(_PySumCache)

typedef struct _PyPickCache {
    _Py_BackoffCounter counter;
    union {
        uint16_t keys[2];
        uint16_t offset;
    };
    union {
        uint16_t pointer[4];
    } target;
} _PyPickCache;

#define INLINE_CACHE_ENTRIES_PICK \
    CACHE_ENTRIES(_PyPickCache)
#define INLINE_CACHE_ENTRIES_IDLE 0

typedef struct { int low : 4; struct { int x; } inner; } Other;
typedef union { uint16_t cache; } _Py_CODEUNIT;
#endif
