/* The vocabulary of the executed goldens in C, so that their bodies can be run as they stand. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <assert.h>

typedef long Py_ssize_t;
typedef struct object {
    long references;
    int is_tuple;
    long value;
    struct object *items[16];
} PyObject;
typedef PyObject PyLongObject, PyTupleObject;
typedef PyObject *_PyStackRef;
typedef PyObject *(*iternextfunc)(PyObject *);
typedef PyObject *(*conversion_func)(PyObject *);
typedef struct { iternextfunc tp_iternext; } PyTypeObject;
typedef struct { struct { uint8_t code, arg; } op; } _Py_CODEUNIT;

static long live;

static PyObject *new_object(long value)
{
    PyObject *object = calloc(1, sizeof(PyObject));
    object->references = 1;
    object->value = value;
    live++;
    return object;
}
static PyObject *retain(PyObject *object)
{
    if (object != NULL) object->references++;
    return object;
}
static void release(PyObject *object)
{
    if (object == NULL) return;
    if (--object->references == 0) {
        if (object->is_tuple) for (long i = 0; i < object->value; i++) release(object->items[i]);
        free(object);
        live--;
    }
}
static PyObject *value(const char *text)
{
    if (strcmp(text, "null") == 0) return NULL;
    if (text[0] != '(') return new_object(atol(text));
    PyObject *tuple = new_object(0);
    tuple->is_tuple = 1;
    for (const char *at = text + 1; *at != ')' && *at; ) {
        char *end;
        long item = strtol(at, &end, 10);
        if (end == at) { at++; continue; }
        tuple->items[tuple->value++] = new_object(item);
        at = end;
    }
    return tuple;
}
static void show(PyObject *object)
{
    if (object == NULL) { printf("null"); return; }
    if (!object->is_tuple) { printf("%ld", object->value); return; }
    printf("(");
    for (long i = 0; i < object->value; i++) { if (i) printf(" "); show(object->items[i]); }
    printf(")");
}
static void show_all(PyObject **items, long count)
{
    printf("[");
    for (long i = 0; i < count; i++) { if (i) printf(" "); show(items[i]); }
    printf("]");
}

/* A body's surroundings. What a body consumes becomes NULL, so that nothing is released twice. */
#define START(OPARG, HEIGHT)                                                              \
    _PyStackRef stack[64] = {0}, localsplus[4] = {0}, *entry_ = stack + (HEIGHT), *bottom_, \
        *top_ = entry_;                                                                     \
    _Py_CODEUNIT code[32], *this_instr = code + 8, *next_instr = code + 10;               \
    for (int i = 0; i < 32; i++) { code[i].op.code = 7; code[i].op.arg = 9; }             \
    const char *outcome = "";                                                             \
    int oparg = (OPARG), opcode = 7;                                                      \
    (void)this_instr; (void)opcode; (void)bottom_;
#define FINISH                                                                            \
    printf("%s ", outcome);                                                               \
    show_all(stack, top_ - stack);                                                         \
    if (localsplus[0] || localsplus[1] || localsplus[2] || localsplus[3]) {               \
        printf(" locals "); show_all(localsplus, 4);                                      \
    }                                                                                     \
    if (next_instr != code + 10) printf(" next %+ld", (long)(next_instr - (code + 10)));  \
    printf("\n");                                                                         \
    for (_PyStackRef *at = stack; at < top_; at++) release(*at);                           \
    for (int i = 0; i < 4; i++) release(localsplus[i]);                                   \
    if (live != 0) { printf("lost %ld\n", live); exit(1); }

#define LEAVE(OUTCOME, TOP) do { outcome = (OUTCOME); top_ = (TOP); goto leave; } while (0)
#define ERROR_IF(c) do { if (c) LEAVE("error", bottom_); } while (0)
#define ERROR_NO_POP() LEAVE("error", entry_)
#define DEOPT_IF(c) do { if (c) LEAVE("deopt", entry_); } while (0)
#define EXIT_IF(c) do { if (c) LEAVE("exit", entry_); } while (0)
#define DISPATCH() LEAVE("dispatch", bottom_)
#define DISPATCH_SAME_OPARG() LEAVE("dispatch_same_oparg", entry_)
#define JUMPBY(n) (next_instr += (n))
#define SKIP_OVER(n) (next_instr += (n))
#define STAT_INC(a, b) ((void)0)
#define DECREF_INPUTS() ((void)0)
#define DEAD(x) ((x) = NULL)
#define GETLOCAL(i) localsplus[i]
#define LOCK_OBJECT(x) 1
#define UNLOCK_OBJECT(x) ((void)0)
#define FT_ATOMIC_STORE_PTR_RELEASE(place, x) ((place) = (x))
#define FT_ATOMIC_LOAD_PTR_ACQUIRE(place) (place)
#define TIER_ONE 1
#define ENABLE_SPECIALIZATION_FT 1

static PyObject *take(_PyStackRef *from) { PyObject *object = *from; *from = NULL; return object; }
#define PyStackRef_NULL ((_PyStackRef)NULL)
#define PyStackRef_AsPyObjectBorrow(x) ((PyObject *)(x))
#define PyStackRef_AsPyObjectNew(x) retain(x)
#define PyStackRef_AsPyObjectSteal(x) take(&(x))
#define PyStackRef_FromPyObjectNew(x) retain((PyObject *)(x))
#define PyStackRef_FromPyObjectSteal(x) ((_PyStackRef)(x))
#define PyStackRef_DUP(x) retain(x)
#define PyStackRef_CLOSE(x) release(take(&(x)))
#define PyStackRef_XCLOSE(x) release(take(&(x)))
#define PyStackRef_CLOSE_SPECIALIZED(x, f) release(take(&(x)))
#define PyStackRef_CLEAR(x) do { release(x); (x) = NULL; } while (0)
#define PyStackRef_XSETREF(place, x) do { PyObject *old_ = (place); (place) = (x); release(old_); } while (0)
#define PyStackRef_IsNull(x) ((x) == NULL)
#define PyStackRef_Is(a, b) ((a) == (b))
static void close_array(_PyStackRef *array, long count)
{
    while (count-- > 0) release(take(&array[count]));
}
#define Py_DECREF(x) release(x)
#define Py_XDECREF(x) release(x)
#define Py_NewRef(x) retain(x)
#define Py_INCREF(x) ((void)retain((PyObject *)(x)))
#define Py_CLEAR(x) do { release(x); (x) = NULL; } while (0)
#define Py_SETREF(place, x) do { PyObject *old_ = (place); (place) = (x); release(old_); } while (0)

#define PyLong_FromLong(x) new_object(x)
#define PyLong_AsLong(x) ((long)(x)->value)
#define PyLong_CheckExact(x) (!((PyObject *)(x))->is_tuple)
#define _PyLong_IsZero(x) ((x)->value == 0)
#define _PyLong_Add(a, b) new_object((a)->value + (b)->value)
static PyObject *PyNumber_Negative(PyObject *x) { return x->is_tuple ? NULL : new_object(-x->value); }
#define PyObject_IsTrue(x) ((x)->value != 0)
#define PyTuple_CheckExact(x) ((x)->is_tuple)
#define PyTuple_GET_SIZE(x) ((x)->value)
#define PyTuple_GET_ITEM(x, i) ((x)->items[i])
#define _PyTuple_ITEMS(x) ((x)->items)
static PyObject *PyObject_GetItem(PyObject *x, PyObject *i)
{
    return i->value >= 0 && i->value < x->value ? retain(x->items[i->value]) : NULL;
}
static int PyMapping_GetOptionalItem(PyObject *x, PyObject *i, PyObject **result)
{
    *result = PyObject_GetItem(x, i);
    return *result != NULL;
}
static PyObject *pair(PyObject *a, PyObject *b)
{
    PyObject *tuple = new_object(2);
    tuple->is_tuple = 1;
    tuple->items[0] = a;
    tuple->items[1] = b;
    return tuple;
}
#define _PyBuildSlice_ConsumeRefs(a, b) pair(a, b)
static PyObject *_PyTuple_FromStackRefStealOnSuccess(_PyStackRef *array, long count)
{
    PyObject *tuple = new_object(count);
    tuple->is_tuple = 1;
    for (long i = 0; i < count; i++) tuple->items[i] = take(&array[i]);
    return tuple;
}
#define INPUTS_DEAD() ((void)0)
static PyObject *next_item(PyObject *x) { return x->value > 0 ? new_object(x->value - 1) : NULL; }
static PyTypeObject the_type = { next_item };
#define Py_TYPE(x) (&the_type)
static PyObject *negate(PyObject *x) { return new_object(-x->value); }
static PyObject *twice(PyObject *x) { return new_object(2 * x->value); }
static conversion_func _PyEval_ConversionFuncs[] = { negate, twice };
static uint8_t _PyOpcode_Caches[] = { 0, 3, 1, 5 };
#define METH_O 8
#define UINT16_MAX 65535
#define COMPARISON_BIT(a, b) ((a) < (b) ? 2 : (a) > (b) ? 4 : (a) == (b) ? 8 : 1)
#define STACKREFS_TO_PYOBJECTS(ARRAY, COUNT, NAME) PyObject **NAME = (ARRAY)
#define CONVERSION_FAILED(x) ((x) == NULL)
#define STACKREFS_TO_PYOBJECTS_CLEANUP(x) ((void)0)
static PyObject *PyObject_Vectorcall(PyObject *f, PyObject **x, size_t n, PyObject *names)
{
    long sum = f->value;
    for (size_t i = 0; i < n; i++) sum += x[i]->value;
    return new_object(sum);
}
