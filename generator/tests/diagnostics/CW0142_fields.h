typedef struct {
    _Py_BackoffCounter counter;
    uint32_t version;
    union {
        uint16_t index;
        uint16_t counter;
    };
} _PyACache;
typedef struct {
    uint16_t cells[200];
    uint16_t more[200];
} _PyBCache;
#define INLINE_CACHE_ENTRIES_A CACHE_ENTRIES(_PyACache)
