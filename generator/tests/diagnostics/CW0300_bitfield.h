typedef struct {
    _Py_BackoffCounter counter;
    uint16_t low : 4;
} _PyExampleCache;
