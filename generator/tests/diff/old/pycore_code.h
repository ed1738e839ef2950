#define CACHE_ENTRIES(cache) (sizeof(cache)/sizeof(_Py_CODEUNIT))

typedef struct {
    _Py_BackoffCounter counter;
    uint16_t version;
} _PyFetchCache;

#define INLINE_CACHE_ENTRIES_FETCH CACHE_ENTRIES(_PyFetchCache)

#define INLINE_CACHE_ENTRIES_MEASURED 1

typedef struct {
    _Py_BackoffCounter counter;
} _PyOldCache;

#define INLINE_CACHE_ENTRIES_OLD CACHE_ENTRIES(_PyOldCache)
