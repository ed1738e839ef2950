_specializations = {
    "FETCH": [
        "FETCH_SLOT",
        "FETCH_DICT",
    ],
}

_specialized_opmap = {
    'FETCH_DICT': 150,
    'FETCH_SLOT': 151,
}

opmap = {
    'CACHE': 0,
    'RESERVED': 17,
    'RESUME': 149,
    'BINARY_OP_INPLACE_ADD_UNICODE': 3,
    'INSTRUMENTED_LINE': 254,
    'NOP': 1,
    'ONE': 2,
    'BUILD': 4,
    'FETCH': 5,
    'LOAD': 6,
    'INSTRUMENTED_RESUME': 253,
    'JUMP': 256,
    'LOAD_CELL': 257,
}

HAVE_ARGUMENT = 3
MIN_INSTRUMENTED_OPCODE = 253
