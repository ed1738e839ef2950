
#ifndef Py_CORE_OPCODE_METADATA_H
#define Py_CORE_OPCODE_METADATA_H
#ifdef __cplusplus
extern "C" {
#endif

#ifndef Py_BUILD_CORE
#  error "this header requires Py_BUILD_CORE define"
#endif

#include <stdbool.h>              // bool
#include "opcode_ids.h"


#define IS_PSEUDO_INSTR(OP)  ( \
    ((OP) == JUMP) || \
    ((OP) == JUMP_WHEN) || \
    ((OP) == BEGIN_BLOCK) || \
    0)

#include "pycore_uop_ids.h"
extern int _PyOpcode_num_popped(int opcode, int oparg);
#ifdef NEED_OPCODE_METADATA
int _PyOpcode_num_popped(int opcode, int oparg)  {
    switch(opcode) {
        case BEGIN_BLOCK:
            return 0;
        case BINARY_OP:
            return 2;
        case BINARY_OP_ADD:
            return 2;
        case BINARY_OP_INPLACE_ADD_UNICODE:
            return 2;
        case BUILD:
            return oparg;
        case CACHE:
            return 0;
        case CELL_SET:
            return 1;
        case CONSTANT:
            return 0;
        case DROP:
            return 1;
        case ENTER_EXECUTOR:
            return 0;
        case FETCH:
            return 1;
        case FETCH_CONST:
            return 1;
        case FETCH_DICT:
            return 1;
        case FETCH_SLOT:
            return 1;
        case INSTRUMENTED_JUMP_ON:
            return 0;
        case INSTRUMENTED_LINE:
            return 0;
        case INSTRUMENTED_RESUME:
            return 0;
        case INVOKE:
            return 1 + oparg;
        case JUMP:
            return 0;
        case JUMP_BACK:
            return 0;
        case JUMP_IF:
            return 1;
        case JUMP_ON:
            return 0;
        case JUMP_WHEN:
            return 1;
        case LOAD:
            return 0;
        case LOAD_LOAD:
            return 0;
        case NOP:
            return 0;
        case RESERVED:
            return 0;
        case RESUME:
            return 0;
        case RESUME_CHECK:
            return 0;
        case SPREAD:
            return 2 + oparg;
        case STORE:
            return 1;
        default:
            return -1;
    }
}

#endif

extern int _PyOpcode_num_pushed(int opcode, int oparg);
#ifdef NEED_OPCODE_METADATA
int _PyOpcode_num_pushed(int opcode, int oparg)  {
    switch(opcode) {
        case BEGIN_BLOCK:
            return 1;
        case BINARY_OP:
            return 1;
        case BINARY_OP_ADD:
            return 1;
        case BINARY_OP_INPLACE_ADD_UNICODE:
            return 0;
        case BUILD:
            return 1;
        case CACHE:
            return 0;
        case CELL_SET:
            return 0;
        case CONSTANT:
            return 1;
        case DROP:
            return 0;
        case ENTER_EXECUTOR:
            return 0;
        case FETCH:
            return 1 + (oparg & 1);
        case FETCH_CONST:
            return 1 + (oparg & 1);
        case FETCH_DICT:
            return 1 + (oparg & 1);
        case FETCH_SLOT:
            return 1 + (oparg & 1);
        case INSTRUMENTED_JUMP_ON:
            return 0;
        case INSTRUMENTED_LINE:
            return 0;
        case INSTRUMENTED_RESUME:
            return 0;
        case INVOKE:
            return 0;
        case JUMP:
            return 0;
        case JUMP_BACK:
            return 0;
        case JUMP_IF:
            return 0;
        case JUMP_ON:
            return 0;
        case JUMP_WHEN:
            return 1;
        case LOAD:
            return 1;
        case LOAD_LOAD:
            return 2;
        case NOP:
            return 0;
        case RESERVED:
            return 0;
        case RESUME:
            return 0;
        case RESUME_CHECK:
            return 0;
        case SPREAD:
            return 1 + (oparg - 1);
        case STORE:
            return 0;
        default:
            return -1;
    }
}

#endif

enum InstructionFormat {
    INSTR_FMT_IB = 1,
    INSTR_FMT_IBC = 2,
    INSTR_FMT_IBC0000 = 3,
    INSTR_FMT_IBC00000000 = 4,
    INSTR_FMT_IX = 5,
    INSTR_FMT_IXC0000 = 6,
};

#define IS_VALID_OPCODE(OP) \
    (((OP) >= 0) && ((OP) < 259) && \
     (_PyOpcode_opcode_metadata[(OP)].valid_entry))

#define HAS_ARG_FLAG (1)
#define HAS_CONST_FLAG (2)
#define HAS_NAME_FLAG (4)
#define HAS_JUMP_FLAG (8)
#define HAS_FREE_FLAG (16)
#define HAS_LOCAL_FLAG (32)
#define HAS_EVAL_BREAK_FLAG (64)
#define HAS_DEOPT_FLAG (128)
#define HAS_ERROR_FLAG (256)
#define HAS_ESCAPES_FLAG (512)
#define HAS_EXIT_FLAG (1024)
#define HAS_PURE_FLAG (2048)
#define HAS_PASSTHROUGH_FLAG (4096)
#define HAS_OPARG_AND_1_FLAG (8192)
#define HAS_ERROR_NO_POP_FLAG (16384)
#define HAS_NO_SAVE_IP_FLAG (32768)
#define OPCODE_HAS_ARG(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_ARG_FLAG))
#define OPCODE_HAS_CONST(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_CONST_FLAG))
#define OPCODE_HAS_NAME(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_NAME_FLAG))
#define OPCODE_HAS_JUMP(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_JUMP_FLAG))
#define OPCODE_HAS_FREE(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_FREE_FLAG))
#define OPCODE_HAS_LOCAL(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_LOCAL_FLAG))
#define OPCODE_HAS_EVAL_BREAK(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_EVAL_BREAK_FLAG))
#define OPCODE_HAS_DEOPT(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_DEOPT_FLAG))
#define OPCODE_HAS_ERROR(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_ERROR_FLAG))
#define OPCODE_HAS_ESCAPES(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_ESCAPES_FLAG))
#define OPCODE_HAS_EXIT(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_EXIT_FLAG))
#define OPCODE_HAS_PURE(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_PURE_FLAG))
#define OPCODE_HAS_PASSTHROUGH(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_PASSTHROUGH_FLAG))
#define OPCODE_HAS_OPARG_AND_1(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_OPARG_AND_1_FLAG))
#define OPCODE_HAS_ERROR_NO_POP(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_ERROR_NO_POP_FLAG))
#define OPCODE_HAS_NO_SAVE_IP(OP) (_PyOpcode_opcode_metadata[OP].flags & (HAS_NO_SAVE_IP_FLAG))

#define OPARG_SIMPLE 0
#define OPARG_CACHE_1 1
#define OPARG_CACHE_2 2
#define OPARG_CACHE_4 4
#define OPARG_TOP 5
#define OPARG_BOTTOM 6
#define OPARG_SAVE_RETURN_OFFSET 7
#define OPARG_REPLACED 9
#define OPERAND1_1 10
#define OPERAND1_2 11
#define OPERAND1_4 12

struct opcode_metadata {
    uint8_t valid_entry;
    uint8_t instr_format;
    uint16_t flags;
};

extern const struct opcode_metadata _PyOpcode_opcode_metadata[259];
#ifdef NEED_OPCODE_METADATA
const struct opcode_metadata _PyOpcode_opcode_metadata[259] = {
    [BINARY_OP] = { true, INSTR_FMT_IBC0000, HAS_ARG_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG },
    [BINARY_OP_ADD] = { true, INSTR_FMT_IXC0000, HAS_EXIT_FLAG },
    [BINARY_OP_INPLACE_ADD_UNICODE] = { true, INSTR_FMT_IXC0000, HAS_DEOPT_FLAG | HAS_ESCAPES_FLAG },
    [BUILD] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG },
    [CACHE] = { true, INSTR_FMT_IX, 0 },
    [CELL_SET] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_FREE_FLAG | HAS_ESCAPES_FLAG },
    [CONSTANT] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_CONST_FLAG },
    [DROP] = { true, INSTR_FMT_IX, HAS_ESCAPES_FLAG | HAS_NO_SAVE_IP_FLAG },
    [ENTER_EXECUTOR] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_ESCAPES_FLAG },
    [FETCH] = { true, INSTR_FMT_IBC00000000, HAS_ARG_FLAG | HAS_NAME_FLAG | HAS_ERROR_FLAG | HAS_ESCAPES_FLAG },
    [FETCH_CONST] = { true, INSTR_FMT_IBC00000000, HAS_ARG_FLAG | HAS_EXIT_FLAG | HAS_ESCAPES_FLAG },
    [FETCH_DICT] = { true, INSTR_FMT_IBC00000000, HAS_ARG_FLAG | HAS_DEOPT_FLAG },
    [FETCH_SLOT] = { true, INSTR_FMT_IBC00000000, HAS_ARG_FLAG | HAS_EXIT_FLAG },
    [INSTRUMENTED_JUMP_ON] = { true, INSTR_FMT_IBC, HAS_ARG_FLAG | HAS_JUMP_FLAG },
    [INSTRUMENTED_LINE] = { true, INSTR_FMT_IX, HAS_ESCAPES_FLAG },
    [INSTRUMENTED_RESUME] = { true, INSTR_FMT_IX, HAS_ERROR_FLAG | HAS_ESCAPES_FLAG },
    [INVOKE] = { true, INSTR_FMT_IBC, HAS_ARG_FLAG | HAS_ESCAPES_FLAG },
    [JUMP_BACK] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_JUMP_FLAG | HAS_EVAL_BREAK_FLAG | HAS_ERROR_FLAG | HAS_ERROR_NO_POP_FLAG | HAS_ESCAPES_FLAG },
    [JUMP_IF] = { true, INSTR_FMT_IBC, HAS_ARG_FLAG | HAS_JUMP_FLAG },
    [JUMP_ON] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_JUMP_FLAG },
    [LOAD] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_LOCAL_FLAG | HAS_PURE_FLAG },
    [LOAD_LOAD] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_LOCAL_FLAG },
    [NOP] = { true, INSTR_FMT_IX, HAS_PURE_FLAG },
    [RESERVED] = { true, INSTR_FMT_IX, 0 },
    [RESUME] = { true, INSTR_FMT_IX, HAS_ERROR_FLAG | HAS_ESCAPES_FLAG },
    [RESUME_CHECK] = { true, INSTR_FMT_IX, HAS_DEOPT_FLAG },
    [SPREAD] = { true, INSTR_FMT_IBC, HAS_ARG_FLAG | HAS_ESCAPES_FLAG },
    [STORE] = { true, INSTR_FMT_IB, HAS_ARG_FLAG | HAS_LOCAL_FLAG },
    [BEGIN_BLOCK] = { true, -1, HAS_PURE_FLAG | HAS_ARG_FLAG },
    [JUMP] = { true, -1, HAS_ARG_FLAG | HAS_JUMP_FLAG | HAS_EVAL_BREAK_FLAG | HAS_ERROR_FLAG | HAS_ERROR_NO_POP_FLAG | HAS_ESCAPES_FLAG },
    [JUMP_WHEN] = { true, -1, HAS_ARG_FLAG | HAS_JUMP_FLAG | HAS_LOCAL_FLAG | HAS_JUMP_FLAG | HAS_EVAL_BREAK_FLAG },
};
#endif

#define MAX_UOP_PER_EXPANSION 4
struct opcode_macro_expansion {
    int nuops;
    struct { int16_t uop; int8_t size; int8_t offset; } uops[MAX_UOP_PER_EXPANSION];
};
extern const struct opcode_macro_expansion _PyOpcode_macro_expansion[256];

#ifdef NEED_OPCODE_METADATA
const struct opcode_macro_expansion
_PyOpcode_macro_expansion[256] = {
    [BINARY_OP] = { .nuops = 1, .uops = { { _BINARY_OP, OPARG_SIMPLE, 5 } } },
    [BINARY_OP_ADD] = { .nuops = 1, .uops = { { _BINARY_OP_ADD, OPARG_SIMPLE, 5 } } },
    [BINARY_OP_INPLACE_ADD_UNICODE] = { .nuops = 1, .uops = { { _BINARY_OP_INPLACE_ADD_UNICODE, OPARG_SIMPLE, 5 } } },
    [BUILD] = { .nuops = 1, .uops = { { _BUILD, OPARG_SIMPLE, 0 } } },
    [CACHE] = { .nuops = 1, .uops = { { _CACHE, OPARG_SIMPLE, 0 } } },
    [CELL_SET] = { .nuops = 1, .uops = { { _CELL_SET, OPARG_SIMPLE, 0 } } },
    [CONSTANT] = { .nuops = 1, .uops = { { _CONSTANT, OPARG_SIMPLE, 0 } } },
    [DROP] = { .nuops = 1, .uops = { { _DROP, OPARG_SIMPLE, 0 } } },
    [ENTER_EXECUTOR] = { .nuops = 1, .uops = { { _ENTER_EXECUTOR, OPARG_SIMPLE, 0 } } },
    [FETCH] = { .nuops = 1, .uops = { { _FETCH, OPARG_SIMPLE, 8 } } },
    [FETCH_CONST] = { .nuops = 3, .uops = { { _GUARD_VERSION, 2, 1 }, { _FETCH_CONST, 4, 5 }, { _PUSH_NULL_IF, OPARG_SIMPLE, 9 } } },
    [FETCH_DICT] = { .nuops = 1, .uops = { { _FETCH_DICT, 1, 1 } } },
    [FETCH_SLOT] = { .nuops = 4, .uops = { { _GUARD_VERSION, 2, 1 }, { _FETCH_SLOT, 1, 5 }, { _FETCH_SLOT, OPERAND1_2, 7 }, { _PUSH_NULL_IF, OPARG_SIMPLE, 9 } } },
    [INVOKE] = { .nuops = 3, .uops = { { _NEW_FRAME, OPARG_SIMPLE, 1 }, { _SAVE_RETURN_OFFSET, OPARG_SAVE_RETURN_OFFSET, 1 }, { _PUSH_FRAME, OPARG_SIMPLE, 1 } } },
    [JUMP_BACK] = { .nuops = 2, .uops = { { _CHECK_PERIODIC_AT_JUMP, OPARG_SIMPLE, 0 }, { _JUMP_ON, OPARG_SIMPLE, 0 } } },
    [JUMP_IF] = { .nuops = 1, .uops = { { _JUMP_IF, OPARG_REPLACED, 1 } } },
    [JUMP_ON] = { .nuops = 1, .uops = { { _JUMP_ON, OPARG_SIMPLE, 0 } } },
    [LOAD] = { .nuops = 1, .uops = { { _LOAD, OPARG_SIMPLE, 0 } } },
    [LOAD_LOAD] = { .nuops = 2, .uops = { { _LOAD, OPARG_TOP, 0 }, { _LOAD, OPARG_BOTTOM, 0 } } },
    [NOP] = { .nuops = 1, .uops = { { _NOP, OPARG_SIMPLE, 0 } } },
    [RESERVED] = { .nuops = 1, .uops = { { _RESERVED, OPARG_SIMPLE, 0 } } },
    [RESUME_CHECK] = { .nuops = 1, .uops = { { _RESUME_CHECK, OPARG_SIMPLE, 0 } } },
    [SPREAD] = { .nuops = 1, .uops = { { _SPREAD, OPARG_SIMPLE, 1 } } },
    [STORE] = { .nuops = 1, .uops = { { _STORE, OPARG_SIMPLE, 0 } } },
};
#endif // NEED_OPCODE_METADATA

extern const char *_PyOpcode_OpName[259];
#ifdef NEED_OPCODE_METADATA
const char *_PyOpcode_OpName[259] = {
    [BEGIN_BLOCK] = "BEGIN_BLOCK",
    [BINARY_OP] = "BINARY_OP",
    [BINARY_OP_ADD] = "BINARY_OP_ADD",
    [BINARY_OP_INPLACE_ADD_UNICODE] = "BINARY_OP_INPLACE_ADD_UNICODE",
    [BUILD] = "BUILD",
    [CACHE] = "CACHE",
    [CELL_SET] = "CELL_SET",
    [CONSTANT] = "CONSTANT",
    [DROP] = "DROP",
    [ENTER_EXECUTOR] = "ENTER_EXECUTOR",
    [FETCH] = "FETCH",
    [FETCH_CONST] = "FETCH_CONST",
    [FETCH_DICT] = "FETCH_DICT",
    [FETCH_SLOT] = "FETCH_SLOT",
    [INSTRUMENTED_JUMP_ON] = "INSTRUMENTED_JUMP_ON",
    [INSTRUMENTED_LINE] = "INSTRUMENTED_LINE",
    [INSTRUMENTED_RESUME] = "INSTRUMENTED_RESUME",
    [INVOKE] = "INVOKE",
    [JUMP] = "JUMP",
    [JUMP_BACK] = "JUMP_BACK",
    [JUMP_IF] = "JUMP_IF",
    [JUMP_ON] = "JUMP_ON",
    [JUMP_WHEN] = "JUMP_WHEN",
    [LOAD] = "LOAD",
    [LOAD_LOAD] = "LOAD_LOAD",
    [NOP] = "NOP",
    [RESERVED] = "RESERVED",
    [RESUME] = "RESUME",
    [RESUME_CHECK] = "RESUME_CHECK",
    [SPREAD] = "SPREAD",
    [STORE] = "STORE",
};
#endif

extern const uint8_t _PyOpcode_Caches[256];
#ifdef NEED_OPCODE_METADATA
const uint8_t _PyOpcode_Caches[256] = {
    [SPREAD] = 1,
    [BINARY_OP] = 5,
    [FETCH] = 9,
    [INVOKE] = 1,
    [JUMP_IF] = 1,
};
#endif

extern const uint8_t _PyOpcode_Deopt[256];
#ifdef NEED_OPCODE_METADATA
const uint8_t _PyOpcode_Deopt[256] = {
    [100] = 100,
    [101] = 101,
    [102] = 102,
    [103] = 103,
    [104] = 104,
    [105] = 105,
    [106] = 106,
    [107] = 107,
    [108] = 108,
    [109] = 109,
    [110] = 110,
    [111] = 111,
    [112] = 112,
    [113] = 113,
    [114] = 114,
    [115] = 115,
    [116] = 116,
    [117] = 117,
    [118] = 118,
    [119] = 119,
    [120] = 120,
    [121] = 121,
    [122] = 122,
    [123] = 123,
    [124] = 124,
    [125] = 125,
    [126] = 126,
    [127] = 127,
    [134] = 134,
    [135] = 135,
    [136] = 136,
    [137] = 137,
    [138] = 138,
    [139] = 139,
    [140] = 140,
    [141] = 141,
    [142] = 142,
    [143] = 143,
    [144] = 144,
    [145] = 145,
    [146] = 146,
    [147] = 147,
    [148] = 148,
    [149] = 149,
    [150] = 150,
    [151] = 151,
    [152] = 152,
    [153] = 153,
    [154] = 154,
    [155] = 155,
    [156] = 156,
    [157] = 157,
    [158] = 158,
    [159] = 159,
    [160] = 160,
    [161] = 161,
    [162] = 162,
    [163] = 163,
    [164] = 164,
    [165] = 165,
    [166] = 166,
    [167] = 167,
    [168] = 168,
    [169] = 169,
    [170] = 170,
    [171] = 171,
    [172] = 172,
    [173] = 173,
    [174] = 174,
    [175] = 175,
    [176] = 176,
    [177] = 177,
    [178] = 178,
    [179] = 179,
    [18] = 18,
    [180] = 180,
    [181] = 181,
    [182] = 182,
    [183] = 183,
    [184] = 184,
    [185] = 185,
    [186] = 186,
    [187] = 187,
    [188] = 188,
    [189] = 189,
    [19] = 19,
    [190] = 190,
    [191] = 191,
    [192] = 192,
    [193] = 193,
    [194] = 194,
    [195] = 195,
    [196] = 196,
    [197] = 197,
    [198] = 198,
    [199] = 199,
    [20] = 20,
    [200] = 200,
    [201] = 201,
    [202] = 202,
    [203] = 203,
    [204] = 204,
    [205] = 205,
    [206] = 206,
    [207] = 207,
    [208] = 208,
    [209] = 209,
    [21] = 21,
    [210] = 210,
    [211] = 211,
    [212] = 212,
    [213] = 213,
    [214] = 214,
    [215] = 215,
    [216] = 216,
    [217] = 217,
    [218] = 218,
    [219] = 219,
    [22] = 22,
    [220] = 220,
    [221] = 221,
    [222] = 222,
    [223] = 223,
    [224] = 224,
    [225] = 225,
    [226] = 226,
    [227] = 227,
    [228] = 228,
    [229] = 229,
    [23] = 23,
    [230] = 230,
    [231] = 231,
    [232] = 232,
    [233] = 233,
    [234] = 234,
    [235] = 235,
    [236] = 236,
    [237] = 237,
    [238] = 238,
    [239] = 239,
    [24] = 24,
    [240] = 240,
    [241] = 241,
    [242] = 242,
    [243] = 243,
    [244] = 244,
    [245] = 245,
    [246] = 246,
    [247] = 247,
    [248] = 248,
    [249] = 249,
    [25] = 25,
    [250] = 250,
    [251] = 251,
    [26] = 26,
    [27] = 27,
    [28] = 28,
    [29] = 29,
    [30] = 30,
    [31] = 31,
    [32] = 32,
    [33] = 33,
    [34] = 34,
    [35] = 35,
    [36] = 36,
    [37] = 37,
    [38] = 38,
    [39] = 39,
    [40] = 40,
    [41] = 41,
    [42] = 42,
    [43] = 43,
    [44] = 44,
    [45] = 45,
    [46] = 46,
    [47] = 47,
    [48] = 48,
    [49] = 49,
    [50] = 50,
    [51] = 51,
    [52] = 52,
    [53] = 53,
    [54] = 54,
    [55] = 55,
    [56] = 56,
    [57] = 57,
    [58] = 58,
    [59] = 59,
    [60] = 60,
    [61] = 61,
    [62] = 62,
    [63] = 63,
    [64] = 64,
    [65] = 65,
    [66] = 66,
    [67] = 67,
    [68] = 68,
    [69] = 69,
    [70] = 70,
    [71] = 71,
    [72] = 72,
    [73] = 73,
    [74] = 74,
    [75] = 75,
    [76] = 76,
    [77] = 77,
    [78] = 78,
    [79] = 79,
    [80] = 80,
    [81] = 81,
    [82] = 82,
    [83] = 83,
    [84] = 84,
    [85] = 85,
    [86] = 86,
    [87] = 87,
    [88] = 88,
    [89] = 89,
    [90] = 90,
    [91] = 91,
    [92] = 92,
    [93] = 93,
    [94] = 94,
    [95] = 95,
    [96] = 96,
    [97] = 97,
    [98] = 98,
    [99] = 99,
    [BINARY_OP] = BINARY_OP,
    [BINARY_OP_ADD] = BINARY_OP,
    [BINARY_OP_INPLACE_ADD_UNICODE] = BINARY_OP,
    [BUILD] = BUILD,
    [CACHE] = CACHE,
    [CELL_SET] = CELL_SET,
    [CONSTANT] = CONSTANT,
    [DROP] = DROP,
    [ENTER_EXECUTOR] = ENTER_EXECUTOR,
    [FETCH] = FETCH,
    [FETCH_CONST] = FETCH,
    [FETCH_DICT] = FETCH,
    [FETCH_SLOT] = FETCH,
    [INSTRUMENTED_JUMP_ON] = INSTRUMENTED_JUMP_ON,
    [INSTRUMENTED_LINE] = INSTRUMENTED_LINE,
    [INSTRUMENTED_RESUME] = INSTRUMENTED_RESUME,
    [INVOKE] = INVOKE,
    [JUMP_BACK] = JUMP_BACK,
    [JUMP_IF] = JUMP_IF,
    [JUMP_ON] = JUMP_ON,
    [LOAD] = LOAD,
    [LOAD_LOAD] = LOAD_LOAD,
    [NOP] = NOP,
    [RESERVED] = RESERVED,
    [RESUME] = RESUME,
    [RESUME_CHECK] = RESUME,
    [SPREAD] = SPREAD,
    [STORE] = STORE,
};

#endif // NEED_OPCODE_METADATA

#define EXTRA_CASES \
    case 18: \
    case 19: \
    case 20: \
    case 21: \
    case 22: \
    case 23: \
    case 24: \
    case 25: \
    case 26: \
    case 27: \
    case 28: \
    case 29: \
    case 30: \
    case 31: \
    case 32: \
    case 33: \
    case 34: \
    case 35: \
    case 36: \
    case 37: \
    case 38: \
    case 39: \
    case 40: \
    case 41: \
    case 42: \
    case 43: \
    case 44: \
    case 45: \
    case 46: \
    case 47: \
    case 48: \
    case 49: \
    case 50: \
    case 51: \
    case 52: \
    case 53: \
    case 54: \
    case 55: \
    case 56: \
    case 57: \
    case 58: \
    case 59: \
    case 60: \
    case 61: \
    case 62: \
    case 63: \
    case 64: \
    case 65: \
    case 66: \
    case 67: \
    case 68: \
    case 69: \
    case 70: \
    case 71: \
    case 72: \
    case 73: \
    case 74: \
    case 75: \
    case 76: \
    case 77: \
    case 78: \
    case 79: \
    case 80: \
    case 81: \
    case 82: \
    case 83: \
    case 84: \
    case 85: \
    case 86: \
    case 87: \
    case 88: \
    case 89: \
    case 90: \
    case 91: \
    case 92: \
    case 93: \
    case 94: \
    case 95: \
    case 96: \
    case 97: \
    case 98: \
    case 99: \
    case 100: \
    case 101: \
    case 102: \
    case 103: \
    case 104: \
    case 105: \
    case 106: \
    case 107: \
    case 108: \
    case 109: \
    case 110: \
    case 111: \
    case 112: \
    case 113: \
    case 114: \
    case 115: \
    case 116: \
    case 117: \
    case 118: \
    case 119: \
    case 120: \
    case 121: \
    case 122: \
    case 123: \
    case 124: \
    case 125: \
    case 126: \
    case 127: \
    case 134: \
    case 135: \
    case 136: \
    case 137: \
    case 138: \
    case 139: \
    case 140: \
    case 141: \
    case 142: \
    case 143: \
    case 144: \
    case 145: \
    case 146: \
    case 147: \
    case 148: \
    case 149: \
    case 150: \
    case 151: \
    case 152: \
    case 153: \
    case 154: \
    case 155: \
    case 156: \
    case 157: \
    case 158: \
    case 159: \
    case 160: \
    case 161: \
    case 162: \
    case 163: \
    case 164: \
    case 165: \
    case 166: \
    case 167: \
    case 168: \
    case 169: \
    case 170: \
    case 171: \
    case 172: \
    case 173: \
    case 174: \
    case 175: \
    case 176: \
    case 177: \
    case 178: \
    case 179: \
    case 180: \
    case 181: \
    case 182: \
    case 183: \
    case 184: \
    case 185: \
    case 186: \
    case 187: \
    case 188: \
    case 189: \
    case 190: \
    case 191: \
    case 192: \
    case 193: \
    case 194: \
    case 195: \
    case 196: \
    case 197: \
    case 198: \
    case 199: \
    case 200: \
    case 201: \
    case 202: \
    case 203: \
    case 204: \
    case 205: \
    case 206: \
    case 207: \
    case 208: \
    case 209: \
    case 210: \
    case 211: \
    case 212: \
    case 213: \
    case 214: \
    case 215: \
    case 216: \
    case 217: \
    case 218: \
    case 219: \
    case 220: \
    case 221: \
    case 222: \
    case 223: \
    case 224: \
    case 225: \
    case 226: \
    case 227: \
    case 228: \
    case 229: \
    case 230: \
    case 231: \
    case 232: \
    case 233: \
    case 234: \
    case 235: \
    case 236: \
    case 237: \
    case 238: \
    case 239: \
    case 240: \
    case 241: \
    case 242: \
    case 243: \
    case 244: \
    case 245: \
    case 246: \
    case 247: \
    case 248: \
    case 249: \
    case 250: \
    case 251: \
        ;
struct pseudo_targets {
    uint8_t as_sequence;
    uint8_t targets[4];
};
extern const struct pseudo_targets _PyOpcode_PseudoTargets[3];
#ifdef NEED_OPCODE_METADATA
const struct pseudo_targets _PyOpcode_PseudoTargets[3] = {
    [JUMP-256] = { 0, { JUMP_ON, JUMP_BACK, 0, 0 } },
    [JUMP_WHEN-256] = { 1, { LOAD, JUMP_IF, NOP, 0 } },
    [BEGIN_BLOCK-256] = { 0, { NOP, 0, 0, 0 } },
};

#endif // NEED_OPCODE_METADATA
static inline bool
is_pseudo_target(int pseudo, int target) {
    if (pseudo < 256 || pseudo >= 259) {
        return false;
    }
    for (int i = 0; _PyOpcode_PseudoTargets[pseudo-256].targets[i]; i++) {
        if (_PyOpcode_PseudoTargets[pseudo-256].targets[i] == target) return true;
    }
    return false;
}


#ifdef __cplusplus
}
#endif
#endif /* !Py_CORE_OPCODE_METADATA_H */
