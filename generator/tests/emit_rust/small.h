/* The caches of small.c. */

typedef struct {
    uint16_t value_and_backoff;
} _Py_BackoffCounter;

typedef union {
    uint16_t cache;
    _Py_BackoffCounter counter;
} _Py_CODEUNIT;

#define CACHE_ENTRIES(cache) (sizeof(cache)/sizeof(_Py_CODEUNIT))

typedef struct {
    _Py_BackoffCounter counter;
    uint16_t version[2];
    union {
        uint16_t keys[2];
        uint16_t slot;
    };
    uint16_t new;
    uint16_t type[3];
} _PyLookupCache;
#define INLINE_CACHE_ENTRIES_LOOKUP CACHE_ENTRIES(_PyLookupCache)
