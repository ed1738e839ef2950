typedef struct {
    union {
        union {
            uint16_t a;
        };
    };
} _PyExampleCache;
