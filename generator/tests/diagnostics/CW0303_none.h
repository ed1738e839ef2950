#include <stdint.h>
typedef struct {
    int x;
} Point;
