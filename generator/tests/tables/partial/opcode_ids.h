
#ifndef Py_OPCODE_IDS_H
#define Py_OPCODE_IDS_H
#ifdef __cplusplus
extern "C" {
#endif

/* Instruction opcodes for compiled code */
#define CACHE                                    0
#define GROUP                                    1
#define TAKE                                     2
#define BINARY_OP_INPLACE_ADD_UNICODE            3
#define LEAVE                                    4
#define RESERVED                                17
#define RESUME                                 128
#define A_NAME_THAT_IS_LONGER_THAN_THE_COLUMN_OF_NAMES 129
#define MEMBER                                 130
#define INSTRUMENTED_LINE                      254
#define ENTER_EXECUTOR                         255

#define HAVE_ARGUMENT                            2
#define MIN_SPECIALIZED_OPCODE                 129
#define MIN_INSTRUMENTED_OPCODE                255

#ifdef __cplusplus
}
#endif
#endif /* !Py_OPCODE_IDS_H */
