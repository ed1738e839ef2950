typedef struct {
    uint16_t counter;
    uint16_t version[2];
} _PyACache;
#define INLINE_CACHE_ENTRIES_A CACHE_ENTRIES(_PyACache)
