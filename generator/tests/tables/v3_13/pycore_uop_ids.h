
#ifndef Py_CORE_UOP_IDS_H
#define Py_CORE_UOP_IDS_H
#ifdef __cplusplus
extern "C" {
#endif

#define _EXIT_TRACE 300
#define _SET_IP 301
#define _BUILD BUILD
#define _FETCH 302
#define _FETCH_0 303
#define _FETCH_1 304
#define _FETCH_DICT FETCH_DICT
#define _FETCH_SLOT FETCH_SLOT
#define _INSTRUMENTED_RESUME INSTRUMENTED_RESUME
#define _LOAD 305
#define _LOAD_0 306
#define _LOAD_1 307
#define _NOP NOP
#define _RESUME RESUME
#define MAX_UOP_ID 307

#ifdef __cplusplus
}
#endif
#endif /* !Py_CORE_UOP_IDS_H */
