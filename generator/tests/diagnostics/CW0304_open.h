typedef struct {
    uint16_t counter;
