
#ifndef Py_OPCODE_IDS_H
#define Py_OPCODE_IDS_H
#ifdef __cplusplus
extern "C" {
#endif

/* Instruction opcodes for compiled code */
#define CACHE                                    0
#define NOP                                      1
#define ONE                                      2
#define BINARY_OP_INPLACE_ADD_UNICODE            3
#define BUILD                                    4
#define FETCH                                    5
#define LOAD                                     6
#define RESERVED                                17
#define RESUME                                 149
#define FETCH_DICT                             150
#define FETCH_SLOT                             151
#define INSTRUMENTED_RESUME                    253
#define INSTRUMENTED_LINE                      254
#define JUMP                                   256
#define LOAD_CELL                              257

#define HAVE_ARGUMENT                            3
#define MIN_INSTRUMENTED_OPCODE                253

#ifdef __cplusplus
}
#endif
#endif /* !Py_OPCODE_IDS_H */
