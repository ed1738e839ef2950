
#ifndef Py_OPCODE_IDS_H
#define Py_OPCODE_IDS_H
#ifdef __cplusplus
extern "C" {
#endif

/* Instruction opcodes for compiled code */
#define CACHE                                    0
#define DROP                                     1
#define NOP                                      2
#define BINARY_OP_INPLACE_ADD_UNICODE            3
#define BINARY_OP                                4
#define BUILD                                    5
#define CELL_SET                                 6
#define CONSTANT                                 7
#define FETCH                                    8
#define INVOKE                                   9
#define JUMP_BACK                               10
#define JUMP_IF                                 11
#define JUMP_ON                                 12
#define LOAD                                    13
#define LOAD_LOAD                               14
#define SPREAD                                  15
#define STORE                                   16
#define RESERVED                                17
#define RESUME                                 128
#define BINARY_OP_ADD                          129
#define FETCH_CONST                            130
#define FETCH_DICT                             131
#define FETCH_SLOT                             132
#define RESUME_CHECK                           133
#define INSTRUMENTED_RESUME                    252
#define INSTRUMENTED_JUMP_ON                   253
#define INSTRUMENTED_LINE                      254
#define ENTER_EXECUTOR                         255
#define BEGIN_BLOCK                            256
#define JUMP                                   257
#define JUMP_WHEN                              258

#define HAVE_ARGUMENT                            5
#define MIN_SPECIALIZED_OPCODE                 129
#define MIN_INSTRUMENTED_OPCODE                252

#ifdef __cplusplus
}
#endif
#endif /* !Py_OPCODE_IDS_H */
