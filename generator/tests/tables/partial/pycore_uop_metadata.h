
#ifndef Py_CORE_UOP_METADATA_H
#define Py_CORE_UOP_METADATA_H
#ifdef __cplusplus
extern "C" {
#endif

#include <stdint.h>
#include "pycore_uop_ids.h"
extern const uint16_t _PyUop_Flags[MAX_UOP_ID+1];
extern const uint8_t _PyUop_Replication[MAX_UOP_ID+1];
extern const char * const _PyOpcode_uop_name[MAX_UOP_ID+1];

extern int _PyUop_num_popped(int opcode, int oparg);

#ifdef NEED_OPCODE_METADATA
const uint16_t _PyUop_Flags[MAX_UOP_ID+1] = {
    [_TAKE] = HAS_ESCAPES_FLAG,
    [_LEAVE] = HAS_ARG_FLAG | HAS_ESCAPES_FLAG,
    [_SECOND] = 0,
    [_MEMBER] = HAS_ARG_FLAG | HAS_DEOPT_FLAG,
};

const uint8_t _PyUop_Replication[MAX_UOP_ID+1] = {
};

const char *const _PyOpcode_uop_name[MAX_UOP_ID+1] = {
    [_LEAVE] = "_LEAVE",
    [_MEMBER] = "_MEMBER",
    [_SECOND] = "_SECOND",
    [_TAKE] = "_TAKE",
};
int _PyUop_num_popped(int opcode, int oparg)
{
    switch(opcode) {
        case _TAKE:
            return 1;
        case _LEAVE:
            return 0;
        case _SECOND:
            return 0;
        case _MEMBER:
            return 0;
        default:
            return -1;
    }
}

#endif // NEED_OPCODE_METADATA


#ifdef __cplusplus
}
#endif
#endif /* !Py_CORE_UOP_METADATA_H */
