typedef struct {
    uint16_t version[0];
    uint16_t index[SIZE];
    uint16_t other[0x2];
} _PyExampleCache;
