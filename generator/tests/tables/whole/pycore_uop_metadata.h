
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
    [_NOP] = HAS_PURE_FLAG,
    [_CACHE] = 0,
    [_RESERVED] = 0,
    [_POLL] = HAS_ERROR_FLAG | HAS_ESCAPES_FLAG,
    [_RESUME_CHECK] = HAS_DEOPT_FLAG,
    [_LOAD_0] = HAS_LOCAL_FLAG | HAS_PURE_FLAG,
    [_LOAD_1] = HAS_LOCAL_FLAG | HAS_PURE_FLAG,
    [_LOAD_2] = HAS_LOCAL_FLAG | HAS_PURE_FLAG,
    [_LOAD] = HAS_ARG_FLAG | HAS_LOCAL_FLAG | HAS_PURE_FLAG,
    [_STORE_0] = HAS_LOCAL_FLAG,
    [_STORE_1] = HAS_LOCAL_FLAG,
    [_STORE] = HAS_ARG_FLAG | HAS_LOCAL_FLAG,
    [_LOAD_LOAD] = HAS_ARG_FLAG | HAS_LOCAL_FLAG,
    [_DROP] = HAS_ESCAPES_FLAG | HAS_NO_SAVE_IP_FLAG,
    [_FETCH] = HAS_ARG_FLAG | HAS_NAME_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG,
    [_GUARD_VERSION] = HAS_EXIT_FLAG,
    [_FETCH_SLOT] = 0,
    [_FETCH_CONST] = HAS_ESCAPES_FLAG,
    [_PUSH_NULL_IF] = HAS_ARG_FLAG,
    [_FETCH_DICT] = HAS_ARG_FLAG | HAS_DEOPT_FLAG,
    [_BUILD] = HAS_ARG_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG,
    [_SPREAD] = HAS_ARG_FLAG | HAS_ESCAPES_FLAG,
    [_NEW_FRAME] = HAS_ARG_FLAG | HAS_ESCAPES_FLAG,
    [_SAVE_RETURN_OFFSET] = 0,
    [_PUSH_FRAME] = 0,
    [_JUMP_ON] = HAS_ARG_FLAG | HAS_JUMP_FLAG,
    [_CHECK_PERIODIC_AT_JUMP] = HAS_EVAL_BREAK_FLAG | HAS_ERROR_FLAG | HAS_ERROR_NO_POP_FLAG | HAS_ESCAPES_FLAG,
    [_CELL_SET] = HAS_ARG_FLAG | HAS_FREE_FLAG | HAS_ESCAPES_FLAG,
    [_CONSTANT] = HAS_ARG_FLAG | HAS_CONST_FLAG,
    [_BINARY_OP] = HAS_ARG_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG,
    [_BINARY_OP_ADD] = HAS_EXIT_FLAG,
    [_BINARY_OP_INPLACE_ADD_UNICODE] = HAS_DEOPT_FLAG | HAS_ESCAPES_FLAG,
    [_ENTER_EXECUTOR] = HAS_ARG_FLAG | HAS_ESCAPES_FLAG,
    [_SET_IP] = 0,
    [_EXIT_TRACE] = HAS_ESCAPES_FLAG,
    [_POP_TWO] = HAS_PURE_FLAG,
};

const uint8_t _PyUop_Replication[MAX_UOP_ID+1] = {
    [_LOAD] = 3,
    [_STORE] = 2,
};

const char *const _PyOpcode_uop_name[MAX_UOP_ID+1] = {
    [_BINARY_OP] = "_BINARY_OP",
    [_BINARY_OP_ADD] = "_BINARY_OP_ADD",
    [_BINARY_OP_INPLACE_ADD_UNICODE] = "_BINARY_OP_INPLACE_ADD_UNICODE",
    [_BUILD] = "_BUILD",
    [_CACHE] = "_CACHE",
    [_CELL_SET] = "_CELL_SET",
    [_CHECK_PERIODIC_AT_JUMP] = "_CHECK_PERIODIC_AT_JUMP",
    [_CONSTANT] = "_CONSTANT",
    [_DROP] = "_DROP",
    [_ENTER_EXECUTOR] = "_ENTER_EXECUTOR",
    [_EXIT_TRACE] = "_EXIT_TRACE",
    [_FETCH] = "_FETCH",
    [_FETCH_CONST] = "_FETCH_CONST",
    [_FETCH_DICT] = "_FETCH_DICT",
    [_FETCH_SLOT] = "_FETCH_SLOT",
    [_GUARD_VERSION] = "_GUARD_VERSION",
    [_JUMP_ON] = "_JUMP_ON",
    [_LOAD] = "_LOAD",
    [_LOAD_0] = "_LOAD_0",
    [_LOAD_1] = "_LOAD_1",
    [_LOAD_2] = "_LOAD_2",
    [_LOAD_LOAD] = "_LOAD_LOAD",
    [_NEW_FRAME] = "_NEW_FRAME",
    [_NOP] = "_NOP",
    [_POLL] = "_POLL",
    [_POP_TWO] = "_POP_TWO",
    [_PUSH_FRAME] = "_PUSH_FRAME",
    [_PUSH_NULL_IF] = "_PUSH_NULL_IF",
    [_RESERVED] = "_RESERVED",
    [_RESUME_CHECK] = "_RESUME_CHECK",
    [_SAVE_RETURN_OFFSET] = "_SAVE_RETURN_OFFSET",
    [_SET_IP] = "_SET_IP",
    [_SPREAD] = "_SPREAD",
    [_STORE] = "_STORE",
    [_STORE_0] = "_STORE_0",
    [_STORE_1] = "_STORE_1",
};
int _PyUop_num_popped(int opcode, int oparg)
{
    switch(opcode) {
        case _NOP:
            return 0;
        case _CACHE:
            return 0;
        case _RESERVED:
            return 0;
        case _POLL:
            return 0;
        case _RESUME_CHECK:
            return 0;
        case _LOAD_0:
            return 0;
        case _LOAD_1:
            return 0;
        case _LOAD_2:
            return 0;
        case _LOAD:
            return 0;
        case _STORE_0:
            return 1;
        case _STORE_1:
            return 1;
        case _STORE:
            return 1;
        case _LOAD_LOAD:
            return 0;
        case _DROP:
            return 1;
        case _FETCH:
            return 1;
        case _GUARD_VERSION:
            return 0;
        case _FETCH_SLOT:
            return 1;
        case _FETCH_CONST:
            return 1;
        case _PUSH_NULL_IF:
            return 0;
        case _FETCH_DICT:
            return 1;
        case _BUILD:
            return oparg;
        case _SPREAD:
            return 1 + oparg;
        case _NEW_FRAME:
            return 1 + oparg;
        case _SAVE_RETURN_OFFSET:
            return 0;
        case _PUSH_FRAME:
            return 1;
        case _JUMP_ON:
            return 0;
        case _CHECK_PERIODIC_AT_JUMP:
            return 0;
        case _CELL_SET:
            return 1;
        case _CONSTANT:
            return 0;
        case _BINARY_OP:
            return 2;
        case _BINARY_OP_ADD:
            return 2;
        case _BINARY_OP_INPLACE_ADD_UNICODE:
            return 2;
        case _ENTER_EXECUTOR:
            return 0;
        case _SET_IP:
            return 0;
        case _EXIT_TRACE:
            return 0;
        case _POP_TWO:
            return 2;
        default:
            return -1;
    }
}

#endif // NEED_OPCODE_METADATA


#ifdef __cplusplus
}
#endif
#endif /* !Py_CORE_UOP_METADATA_H */
