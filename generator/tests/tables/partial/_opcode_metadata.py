_specializations = {
    "GROUP": [
        "MEMBER",
        "A_NAME_THAT_IS_LONGER_THAN_THE_COLUMN_OF_NAMES",
    ],
}

_specialized_opmap = {
    'A_NAME_THAT_IS_LONGER_THAN_THE_COLUMN_OF_NAMES': 129,
    'MEMBER': 130,
}

opmap = {
    'CACHE': 0,
    'RESERVED': 17,
    'RESUME': 128,
    'BINARY_OP_INPLACE_ADD_UNICODE': 3,
    'INSTRUMENTED_LINE': 254,
    'ENTER_EXECUTOR': 255,
    'GROUP': 1,
    'TAKE': 2,
    'LEAVE': 4,
}

HAVE_ARGUMENT = 2
MIN_INSTRUMENTED_OPCODE = 255
