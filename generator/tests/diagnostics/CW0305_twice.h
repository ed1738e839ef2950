typedef struct {
    uint16_t counter;
} _PyExampleCache;
typedef struct {
    uint16_t counter;
} _PyExampleCache;
#define INLINE_CACHE_ENTRIES_A 1
#define INLINE_CACHE_ENTRIES_A 2
