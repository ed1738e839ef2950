#define CACHE_ENTRIES(cache) (sizeof(cache)/sizeof(_Py_CODEUNIT))

typedef struct {
    _Py_BackoffCounter counter;
    uint16_t version[2];
} _PyFetchCache;

#define INLINE_CACHE_ENTRIES_FETCH CACHE_ENTRIES(_PyFetchCache)

typedef struct {
    _Py_BackoffCounter counter;
} _PyCountCache;

#define INLINE_CACHE_ENTRIES_COUNT CACHE_ENTRIES(_PyCountCache)

#define INLINE_CACHE_ENTRIES_MEASURED CACHE_ENTRIES(_PyCountCache)

typedef struct {
    _Py_BackoffCounter counter;
    union {
        uint16_t hint;
        uint16_t index;
    };
} _PyNewCache;

#define INLINE_CACHE_ENTRIES_NEW CACHE_ENTRIES(_PyNewCache)
