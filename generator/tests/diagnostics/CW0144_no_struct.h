typedef struct {
    _Py_BackoffCounter counter;
} _PyACache;
#define INLINE_CACHE_ENTRIES_A CACHE_ENTRIES(_PyACahce)
