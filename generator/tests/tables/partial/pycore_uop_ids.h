
#ifndef Py_CORE_UOP_IDS_H
#define Py_CORE_UOP_IDS_H
#ifdef __cplusplus
extern "C" {
#endif

#define _EXIT_TRACE 300
#define _SET_IP 301
#define _LEAVE LEAVE
#define _MEMBER MEMBER
#define _SECOND 302
#define _TAKE TAKE
#define MAX_UOP_ID 302

#ifdef __cplusplus
}
#endif
#endif /* !Py_CORE_UOP_IDS_H */
