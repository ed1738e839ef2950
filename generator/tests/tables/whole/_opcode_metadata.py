_specializations = {
    "RESUME": [
        "RESUME_CHECK",
    ],
    "FETCH": [
        "FETCH_SLOT",
        "FETCH_DICT",
        "FETCH_CONST",
    ],
    "BINARY_OP": [
        "BINARY_OP_ADD",
        "BINARY_OP_INPLACE_ADD_UNICODE",
    ],
}

_specialized_opmap = {
    'BINARY_OP_ADD': 129,
    'BINARY_OP_INPLACE_ADD_UNICODE': 3,
    'FETCH_CONST': 130,
    'FETCH_DICT': 131,
    'FETCH_SLOT': 132,
    'RESUME_CHECK': 133,
}

opmap = {
    'CACHE': 0,
    'RESERVED': 17,
    'RESUME': 128,
    'INSTRUMENTED_LINE': 254,
    'ENTER_EXECUTOR': 255,
    'DROP': 1,
    'NOP': 2,
    'BINARY_OP': 4,
    'BUILD': 5,
    'CELL_SET': 6,
    'CONSTANT': 7,
    'FETCH': 8,
    'INVOKE': 9,
    'JUMP_BACK': 10,
    'JUMP_IF': 11,
    'JUMP_ON': 12,
    'LOAD': 13,
    'LOAD_LOAD': 14,
    'SPREAD': 15,
    'STORE': 16,
    'INSTRUMENTED_RESUME': 252,
    'INSTRUMENTED_JUMP_ON': 253,
    'BEGIN_BLOCK': 256,
    'JUMP': 257,
    'JUMP_WHEN': 258,
}

HAVE_ARGUMENT = 5
MIN_INSTRUMENTED_OPCODE = 252
