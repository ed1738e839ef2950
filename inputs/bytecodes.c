// The instruction set of CPython 3.14, in the language of CPython's own definition file.
//
// Facts (names, their order, stack and cache effects, families, flags) are CPython's; every body
// and comment is written for Casewright. A generator reads what stands between the two marker
// lines and nothing else. The part above them exists for people and editors only: it lets a C
// parser take a definition for a function, so that indexing, folding and formatting work. The
// file is never given to a compiler.

#include "Python.h"
#include "pycore_abstract.h"          // _PyIndex_Check()
#include "pycore_backoff.h"           // adaptive counters
#include "pycore_cell.h"              // PyCell_GetRef()
#include "pycore_ceval.h"             // _PyEval_*
#include "pycore_code.h"              // inline caches, _Py_Specialize_*
#include "pycore_dict.h"              // _PyDict_*
#include "pycore_emscripten_signal.h"
#include "pycore_floatobject.h"       // _PyFloat_ExactDealloc()
#include "pycore_frame.h"             // _PyInterpreterFrame
#include "pycore_function.h"          // function versions
#include "pycore_genobject.h"         // _PyGen_*
#include "pycore_instruments.h"       // _Py_call_instrumentation*()
#include "pycore_interpolation.h"     // _PyInterpolation_Build()
#include "pycore_intrinsics.h"        // intrinsic function tables
#include "pycore_list.h"              // _PyList_AppendTakeRef()
#include "pycore_long.h"              // compact ints, small ints
#include "pycore_object.h"
#include "pycore_opcode_metadata.h"
#include "pycore_opcode_utils.h"      // RESUME_*, CONSTANT_*
#include "pycore_optimizer.h"         // executors
#include "pycore_pyatomic_ft_wrappers.h"
#include "pycore_pyerrors.h"          // _PyErr_*
#include "pycore_range.h"             // _PyRangeIterObject
#include "pycore_setobject.h"         // _PySet_*
#include "pycore_sliceobject.h"       // _PyBuildSlice_ConsumeRefs()
#include "pycore_stackref.h"          // _PyStackRef
#include "pycore_template.h"          // _PyTemplate_Build()
#include "pycore_tuple.h"             // _PyTuple_*
#include "pycore_typeobject.h"
#include "pycore_unicodeobject.h"     // _PyUnicode_ExactDealloc()

// Annotations mean nothing to C.
#define specializing
#define replaced
#define pure
#define override
#define tier1
#define tier2
#define no_save_ip
#define spilled
#define replicate(COUNT)

// What every body may name without declaring it.
#define MACHINE                                                                     \
    PyThreadState *tstate, _PyInterpreterFrame *frame, _PyStackRef *stack_pointer,  \
    _Py_CODEUNIT *this_instr, _Py_CODEUNIT *next_instr, _Py_CODEUNIT *prev_instr,   \
    int opcode, int oparg

// A body becomes a function, a list of names an array, a composition an expression.
#define inst(NAME, EFFECT) static void inst_##NAME(MACHINE)
#define op(NAME, EFFECT) static void op_##NAME(MACHINE)
#define label(NAME) static void label_##NAME(MACHINE)
#define macro(NAME) static const int macro_##NAME
#define family(NAME, CACHE_ENTRIES) static const int family_##NAME[]
#define pseudo(NAME, EFFECT, ...) static const int pseudo_##NAME[]

// BEGIN BYTECODES //

        /* ---- Doing nothing, and looking up from work ---- */

        pure inst(NOP, (--)) {
        }

        // Signals, pending calls, asynchronous exceptions, a scheduled collection and requests for the
        // GIL all announce themselves in the low bits of one word.
        op(_CHECK_PERIODIC, (--)) {
            QSBR_QUIESCENT_STATE(tstate);
            uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
            if ((breaker & _PY_EVAL_EVENTS_MASK) != 0) {
                int err = _Py_HandlePending(tstate);
                ERROR_IF(err != 0);
            }
        }

        // A frame that only forwards between its caller and a sub-iterator leaves the check to the frames
        // around it; an exception raised here would also miss the sub-iterator.
        op(_CHECK_PERIODIC_IF_NOT_YIELD_FROM, (--)) {
            int location = oparg & RESUME_OPARG_LOCATION_MASK;
            if (location < RESUME_AFTER_YIELD_FROM) {
                QSBR_QUIESCENT_STATE(tstate);
                uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
                if ((breaker & _PY_EVAL_EVENTS_MASK) != 0) {
                    int err = _Py_HandlePending(tstate);
                    ERROR_IF(err != 0);
                }
            }
        }

        /* ---- RESUME: the start of a function, and the way back in after each yield and await ---- */

        family(RESUME, 0) = {
            RESUME_CHECK,
        };

        macro(RESUME) =
            _LOAD_BYTECODE +
            _MAYBE_INSTRUMENT +
            _QUICKEN_RESUME +
            _CHECK_PERIODIC_IF_NOT_YIELD_FROM;

        // Without a GIL each thread specializes its own copy of the bytecode. A frame that was made before
        // the copy, or by another thread, moves over at the same offset and starts the instruction again.
        op(_LOAD_BYTECODE, (--)) {
            #ifdef Py_GIL_DISABLED
            int32_t own_index = ((_PyThreadStateImpl *)tstate)->tlbc_index;
            if (frame->tlbc_index != own_index) {
                PyCodeObject *code = _PyFrame_GetCode(frame);
                ptrdiff_t offset = this_instr - _PyFrame_GetBytecode(frame);
                _Py_CODEUNIT *own_copy = _PyEval_GetExecutableCode(tstate, code);
                ERROR_IF(own_copy == NULL);
                frame->tlbc_index = own_index;
                frame->instr_ptr = own_copy + offset;
                next_instr = frame->instr_ptr;
                DISPATCH();
            }
            #endif
        }

        // The high bits of the eval breaker hold the version of the monitoring tools in force. Code that was
        // instrumented for another version is brought up to date first, which may replace this instruction.
        tier1 op(_MAYBE_INSTRUMENT, (--)) {
            if (tstate->tracing == 0) {
                PyCodeObject *code = _PyFrame_GetCode(frame);
                uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
                uintptr_t wanted = breaker & ~_PY_EVAL_EVENTS_MASK;
                uintptr_t installed = FT_ATOMIC_LOAD_UINTPTR_ACQUIRE(code->_co_instrumentation_version);
                if (installed != wanted) {
                    int err = _Py_Instrument(code, tstate->interp);
                    if (err != 0) {
                        ERROR_NO_POP();
                    }
                    next_instr = this_instr;
                    DISPATCH();
                }
            }
        }

        // From the second time on, one comparison is enough.
        op(_QUICKEN_RESUME, (--)) {
            #if ENABLE_SPECIALIZATION_FT
            if (this_instr->op.code == RESUME && tstate->tracing == 0) {
                FT_ATOMIC_STORE_UINT8_RELAXED(this_instr->op.code, RESUME_CHECK);
            }
            #endif
        }

        // The breaker equals the code's version exactly when no event is pending and the instrumentation
        // is current: then RESUME has nothing to do.
        inst(RESUME_CHECK, (--)) {
            uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
            uintptr_t installed =
                FT_ATOMIC_LOAD_UINTPTR_ACQUIRE(_PyFrame_GetCode(frame)->_co_instrumentation_version);
            DEOPT_IF(breaker != installed);
            #ifdef Py_GIL_DISABLED
            DEOPT_IF(frame->tlbc_index != ((_PyThreadStateImpl *)tstate)->tlbc_index);
            #endif
        }

        // Reports a call (at the very start) or the continuation of a suspended frame. The callback may
        // have moved the frame to another line.
        op(_MONITOR_RESUME, (--)) {
            int starting = (oparg & RESUME_OPARG_LOCATION_MASK) == RESUME_AT_FUNC_START;
            int event = starting ? PY_MONITORING_EVENT_PY_START : PY_MONITORING_EVENT_PY_RESUME;
            int err = _Py_call_instrumentation(tstate, event, frame, this_instr);
            ERROR_IF(err != 0);
            if (frame->instr_ptr != this_instr) {
                next_instr = frame->instr_ptr;
            }
        }

        macro(INSTRUMENTED_RESUME) =
            _LOAD_BYTECODE +
            _MAYBE_INSTRUMENT +
            _CHECK_PERIODIC_IF_NOT_YIELD_FROM +
            _MONITOR_RESUME;

        /* ---- Loading local variables ---- */

        pseudo(LOAD_CLOSURE, (-- unused)) = {
            LOAD_FAST,
        };

        // The compiler uses this form where it cannot prove that the variable is bound.
        inst(LOAD_FAST_CHECK, (-- value)) {
            if (PyStackRef_IsNull(GETLOCAL(oparg))) {
                PyObject *name = PyTuple_GET_ITEM(_PyFrame_GetCode(frame)->co_localsplusnames, oparg);
                _PyEval_FormatExcCheckArg(tstate, PyExc_UnboundLocalError, UNBOUNDLOCAL_ERROR_MSG, name);
                ERROR_IF(true);
            }
            value = PyStackRef_DUP(GETLOCAL(oparg));
        }

        replicate(8) pure inst(LOAD_FAST, (-- value)) {
            assert(!PyStackRef_IsNull(GETLOCAL(oparg)));
            value = PyStackRef_DUP(GETLOCAL(oparg));
        }

        // Used where the compiler has shown that the variable outlives the value on the stack.
        replicate(8) pure inst(LOAD_FAST_BORROW, (-- value)) {
            assert(!PyStackRef_IsNull(GETLOCAL(oparg)));
            value = PyStackRef_Borrow(GETLOCAL(oparg));
        }

        // Inlined comprehensions set a variable of the enclosing function aside with this. It may be unbound,
        // so NULL can come onto the stack.
        inst(LOAD_FAST_AND_CLEAR, (-- value)) {
            value = GETLOCAL(oparg);
            GETLOCAL(oparg) = PyStackRef_NULL;
        }

        // Superinstructions carry two variable numbers of four bits each, the first in the upper half.
        inst(LOAD_FAST_LOAD_FAST, (-- value1, value2)) {
            uint32_t oparg1 = oparg >> 4;
            uint32_t oparg2 = oparg & 15;
            value1 = PyStackRef_DUP(GETLOCAL(oparg1));
            value2 = PyStackRef_DUP(GETLOCAL(oparg2));
        }

        inst(LOAD_FAST_BORROW_LOAD_FAST_BORROW, (-- value1, value2)) {
            uint32_t oparg1 = oparg >> 4;
            uint32_t oparg2 = oparg & 15;
            value1 = PyStackRef_Borrow(GETLOCAL(oparg1));
            value2 = PyStackRef_Borrow(GETLOCAL(oparg2));
        }

        /* ---- Constants ---- */

        family(LOAD_CONST, 0) = {
            LOAD_CONST_MORTAL,
            LOAD_CONST_IMMORTAL,
        };

        // The first execution finds out whether the constant's reference count matters and rewrites the
        // instruction accordingly, unless a monitoring tool has put its own opcode here.
        inst(LOAD_CONST, (-- value)) {
            PyObject *constant = GETITEM(FRAME_CO_CONSTS, oparg);
            #if ENABLE_SPECIALIZATION_FT
            uint8_t special = _Py_IsImmortal(constant) ? LOAD_CONST_IMMORTAL : LOAD_CONST_MORTAL;
            #ifdef Py_GIL_DISABLED
            uint8_t generic = LOAD_CONST;
            (void)_Py_atomic_compare_exchange_uint8(&this_instr->op.code, &generic, special);
            #else
            if (this_instr->op.code == LOAD_CONST) {
                this_instr->op.code = special;
            }
            #endif
            #endif
            value = PyStackRef_FromPyObjectNew(constant);
        }

        inst(LOAD_CONST_MORTAL, (-- value)) {
            PyObject *constant = GETITEM(FRAME_CO_CONSTS, oparg);
            value = PyStackRef_FromPyObjectNewMortal(constant);
        }

        inst(LOAD_CONST_IMMORTAL, (-- value)) {
            PyObject *constant = GETITEM(FRAME_CO_CONSTS, oparg);
            assert(_Py_IsImmortal(constant));
            value = PyStackRef_FromPyObjectImmortal(constant);
        }

        // The operand is the number itself; all of its range is preallocated.
        replicate(4) inst(LOAD_SMALL_INT, (-- value)) {
            assert(oparg < _PY_NSMALLPOSINTS);
            PyObject *number = (PyObject *)&_PyLong_SMALL_INTS[_PY_NSMALLNEGINTS + oparg];
            value = PyStackRef_FromPyObjectImmortal(number);
        }

        /* ---- Storing local variables ---- */

        // The slot gets its new value before the old one is released, because a finalizer may run any code,
        // and may look at this frame.
        replicate(8) inst(STORE_FAST, (value --)) {
            _PyStackRef old = GETLOCAL(oparg);
            GETLOCAL(oparg) = value;
            DEAD(value);
            PyStackRef_XCLOSE(old);
        }

        pseudo(STORE_FAST_MAYBE_NULL, (unused --)) = {
            STORE_FAST,
        };

        inst(STORE_FAST_LOAD_FAST, (value1 -- value2)) {
            uint32_t oparg1 = oparg >> 4;
            uint32_t oparg2 = oparg & 15;
            _PyStackRef old = GETLOCAL(oparg1);
            GETLOCAL(oparg1) = value1;
            DEAD(value1);
            value2 = PyStackRef_DUP(GETLOCAL(oparg2));
            PyStackRef_XCLOSE(old);
        }

        inst(STORE_FAST_STORE_FAST, (value2, value1 --)) {
            uint32_t oparg1 = oparg >> 4;
            uint32_t oparg2 = oparg & 15;
            _PyStackRef old1 = GETLOCAL(oparg1);
            GETLOCAL(oparg1) = value1;
            DEAD(value1);
            PyStackRef_XCLOSE(old1);
            _PyStackRef old2 = GETLOCAL(oparg2);
            GETLOCAL(oparg2) = value2;
            DEAD(value2);
            PyStackRef_XCLOSE(old2);
        }

        /* ---- Discarding values, and the ends of loops ---- */

        // The value can be NULL: a with statement leaves an absent self below its exit function.
        pure inst(POP_TOP, (value --)) {
            PyStackRef_XCLOSE(value);
        }

        pure inst(PUSH_NULL, (-- res)) {
            res = PyStackRef_NULL;
        }

        // Reached when a generator that FOR_ITER had entered returns; what it drops is the return value. It
        // does not note its own position: to the POP_ITER behind it, FOR_ITER is the previous instruction,
        // however the loop was left.
        no_save_ip inst(END_FOR, (value --)) {
            PyStackRef_CLOSE(value);
        }

        macro(POP_ITER) = POP_TOP;

        // A generator that ran inside the loop's own frame stack has returned without raising anything. Tools
        // are to see the StopIteration that an ordinary iterator would have raised.
        no_save_ip tier1 inst(INSTRUMENTED_END_FOR, (receiver, value -- receiver)) {
            if (PyStackRef_GenCheck(receiver)) {
                PyObject *returned = PyStackRef_AsPyObjectBorrow(value);
                int err = monitor_stop_iteration(tstate, frame, this_instr, returned);
                if (err != 0) {
                    ERROR_NO_POP();
                }
            }
            PyStackRef_CLOSE(value);
        }

        // prev_instr is the FOR_ITER that has left the loop.
        tier1 inst(INSTRUMENTED_POP_ITER, (iter --)) {
            INSTRUMENTED_JUMP(prev_instr, this_instr + 1, PY_MONITORING_EVENT_BRANCH_RIGHT);
            PyStackRef_CLOSE(iter);
        }

        // The end of `yield from` and `await`: the sub-iterator goes, its result stays.
        pure inst(END_SEND, (receiver, value -- val)) {
            val = value;
            DEAD(value);
            PyStackRef_CLOSE(receiver);
        }

        tier1 inst(INSTRUMENTED_END_SEND, (receiver, value -- val)) {
            PyObject *delegate = PyStackRef_AsPyObjectBorrow(receiver);
            if (PyGen_Check(delegate) || PyCoro_CheckExact(delegate)) {
                PyObject *returned = PyStackRef_AsPyObjectBorrow(value);
                int err = monitor_stop_iteration(tstate, frame, this_instr, returned);
                if (err != 0) {
                    ERROR_NO_POP();
                }
            }
            val = value;
            DEAD(value);
            PyStackRef_CLOSE(receiver);
        }

        /* ---- Unary operations and truth ---- */

        inst(UNARY_NEGATIVE, (value -- res)) {
            PyObject *negated = PyNumber_Negative(PyStackRef_AsPyObjectBorrow(value));
            PyStackRef_CLOSE(value);
            ERROR_IF(negated == NULL);
            res = PyStackRef_FromPyObjectSteal(negated);
        }

        // The operand comes from TO_BOOL or a comparison, so that it is one of the two bools.
        pure inst(UNARY_NOT, (value -- res)) {
            assert(PyStackRef_BoolCheck(value));
            res = PyStackRef_IsFalse(value) ? PyStackRef_True : PyStackRef_False;
            DEAD(value);
        }

        family(TO_BOOL, INLINE_CACHE_ENTRIES_TO_BOOL) = {
            TO_BOOL_ALWAYS_TRUE,
            TO_BOOL_BOOL,
            TO_BOOL_INT,
            TO_BOOL_LIST,
            TO_BOOL_NONE,
            TO_BOOL_STR,
        };

        specializing op(_SPECIALIZE_TO_BOOL, (counter/1, value -- value)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_ToBool(value, next_instr);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(TO_BOOL);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif
        }

        op(_TO_BOOL, (value -- res)) {
            int truth = PyObject_IsTrue(PyStackRef_AsPyObjectBorrow(value));
            PyStackRef_CLOSE(value);
            ERROR_IF(truth < 0);
            res = truth ? PyStackRef_True : PyStackRef_False;
        }

        macro(TO_BOOL) = _SPECIALIZE_TO_BOOL + unused/2 + _TO_BOOL;

        inst(TO_BOOL_BOOL, (unused/1, unused/2, value -- value)) {
            EXIT_IF(!PyStackRef_BoolCheck(value));
            STAT_INC(TO_BOOL, hit);
        }

        inst(TO_BOOL_INT, (unused/1, unused/2, value -- res)) {
            PyObject *number = PyStackRef_AsPyObjectBorrow(value);
            EXIT_IF(!PyLong_CheckExact(number));
            STAT_INC(TO_BOOL, hit);
            int is_zero = _PyLong_IsZero((PyLongObject *)number);
            PyStackRef_CLOSE(value);
            res = is_zero ? PyStackRef_False : PyStackRef_True;
        }

        // Guards on the top of the stack (TOS) and on the item next to it (NOS) are shared by all the
        // specialized instructions that want an exact type there.
        op(_GUARD_NOS_LIST, (nos, unused -- nos, unused)) {
            EXIT_IF(!PyList_CheckExact(PyStackRef_AsPyObjectBorrow(nos)));
        }

        op(_GUARD_TOS_LIST, (tos -- tos)) {
            EXIT_IF(!PyList_CheckExact(PyStackRef_AsPyObjectBorrow(tos)));
        }

        op(_GUARD_TOS_SLICE, (tos -- tos)) {
            EXIT_IF(!PySlice_Check(PyStackRef_AsPyObjectBorrow(tos)));
        }

        macro(TO_BOOL_LIST) = _GUARD_TOS_LIST + unused/1 + unused/2 + _TO_BOOL_LIST;

        op(_TO_BOOL_LIST, (value -- res)) {
            PyObject *list = PyStackRef_AsPyObjectBorrow(value);
            assert(PyList_CheckExact(list));
            STAT_INC(TO_BOOL, hit);
            res = PyList_GET_SIZE(list) != 0 ? PyStackRef_True : PyStackRef_False;
            DECREF_INPUTS();
        }

        inst(TO_BOOL_NONE, (unused/1, unused/2, value -- res)) {
            EXIT_IF(!PyStackRef_IsNone(value));
            STAT_INC(TO_BOOL, hit);
            DEAD(value);
            res = PyStackRef_False;
        }

        op(_GUARD_NOS_UNICODE, (nos, unused -- nos, unused)) {
            EXIT_IF(!PyUnicode_CheckExact(PyStackRef_AsPyObjectBorrow(nos)));
        }

        op(_GUARD_TOS_UNICODE, (tos -- tos)) {
            EXIT_IF(!PyUnicode_CheckExact(PyStackRef_AsPyObjectBorrow(tos)));
        }

        op(_TO_BOOL_STR, (value -- res)) {
            PyObject *text = PyStackRef_AsPyObjectBorrow(value);
            assert(PyUnicode_CheckExact(text));
            STAT_INC(TO_BOOL, hit);
            int is_empty = PyUnicode_GET_LENGTH(text) == 0;
            PyStackRef_CLOSE(value);
            res = is_empty ? PyStackRef_False : PyStackRef_True;
        }

        macro(TO_BOOL_STR) = _GUARD_TOS_UNICODE + unused/1 + unused/2 + _TO_BOOL_STR;

        op(_REPLACE_WITH_TRUE, (value -- res)) {
            PyStackRef_CLOSE(value);
            res = PyStackRef_True;
        }

        // For types with neither __bool__ nor __len__; the type version stands for that.
        macro(TO_BOOL_ALWAYS_TRUE) = unused/1 + _GUARD_TYPE_VERSION + _REPLACE_WITH_TRUE;

        inst(UNARY_INVERT, (value -- res)) {
            PyObject *inverted = PyNumber_Invert(PyStackRef_AsPyObjectBorrow(value));
            PyStackRef_CLOSE(value);
            ERROR_IF(inverted == NULL);
            res = PyStackRef_FromPyObjectSteal(inverted);
        }

        /* ---- Specialized binary operations (the generic one follows COPY) ---- */

        // BINARY_OP_INPLACE_ADD_UNICODE deoptimizes to BINARY_OP too, but is not listed: it pushes nothing,
        // since it also does the work of the STORE_FAST behind it.
        family(BINARY_OP, INLINE_CACHE_ENTRIES_BINARY_OP) = {
            BINARY_OP_MULTIPLY_INT,
            BINARY_OP_ADD_INT,
            BINARY_OP_SUBTRACT_INT,
            BINARY_OP_MULTIPLY_FLOAT,
            BINARY_OP_ADD_FLOAT,
            BINARY_OP_SUBTRACT_FLOAT,
            BINARY_OP_ADD_UNICODE,
            BINARY_OP_SUBSCR_LIST_INT,
            BINARY_OP_SUBSCR_LIST_SLICE,
            BINARY_OP_SUBSCR_TUPLE_INT,
            BINARY_OP_SUBSCR_STR_INT,
            BINARY_OP_SUBSCR_DICT,
            BINARY_OP_SUBSCR_GETITEM,
            BINARY_OP_EXTEND,
        };

        op(_GUARD_NOS_INT, (left, unused -- left, unused)) {
            EXIT_IF(!PyLong_CheckExact(PyStackRef_AsPyObjectBorrow(left)));
        }

        op(_GUARD_TOS_INT, (value -- value)) {
            EXIT_IF(!PyLong_CheckExact(PyStackRef_AsPyObjectBorrow(value)));
        }

        pure op(_BINARY_OP_MULTIPLY_INT, (left, right -- res)) {
            PyLongObject *a = (PyLongObject *)PyStackRef_AsPyObjectBorrow(left);
            PyLongObject *b = (PyLongObject *)PyStackRef_AsPyObjectBorrow(right);
            assert(PyLong_CheckExact(a) && PyLong_CheckExact(b));
            STAT_INC(BINARY_OP, hit);
            PyObject *product = _PyLong_Multiply(a, b);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyLong_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyLong_ExactDealloc);
            ERROR_IF(product == NULL);
            res = PyStackRef_FromPyObjectSteal(product);
        }

        pure op(_BINARY_OP_ADD_INT, (left, right -- res)) {
            PyLongObject *a = (PyLongObject *)PyStackRef_AsPyObjectBorrow(left);
            PyLongObject *b = (PyLongObject *)PyStackRef_AsPyObjectBorrow(right);
            assert(PyLong_CheckExact(a) && PyLong_CheckExact(b));
            STAT_INC(BINARY_OP, hit);
            PyObject *sum = _PyLong_Add(a, b);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyLong_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyLong_ExactDealloc);
            ERROR_IF(sum == NULL);
            res = PyStackRef_FromPyObjectSteal(sum);
        }

        pure op(_BINARY_OP_SUBTRACT_INT, (left, right -- res)) {
            PyLongObject *a = (PyLongObject *)PyStackRef_AsPyObjectBorrow(left);
            PyLongObject *b = (PyLongObject *)PyStackRef_AsPyObjectBorrow(right);
            assert(PyLong_CheckExact(a) && PyLong_CheckExact(b));
            STAT_INC(BINARY_OP, hit);
            PyObject *difference = _PyLong_Subtract(a, b);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyLong_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyLong_ExactDealloc);
            ERROR_IF(difference == NULL);
            res = PyStackRef_FromPyObjectSteal(difference);
        }

        macro(BINARY_OP_MULTIPLY_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_INT + unused/5 + _BINARY_OP_MULTIPLY_INT;

        macro(BINARY_OP_ADD_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_INT + unused/5 + _BINARY_OP_ADD_INT;

        macro(BINARY_OP_SUBTRACT_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_INT + unused/5 + _BINARY_OP_SUBTRACT_INT;

        op(_GUARD_NOS_FLOAT, (left, unused -- left, unused)) {
            EXIT_IF(!PyFloat_CheckExact(PyStackRef_AsPyObjectBorrow(left)));
        }

        op(_GUARD_TOS_FLOAT, (value -- value)) {
            EXIT_IF(!PyFloat_CheckExact(PyStackRef_AsPyObjectBorrow(value)));
        }

        // The helper takes both operands over, whether it succeeds or not: it may put the result into one
        // that nobody else refers to.
        pure op(_BINARY_OP_MULTIPLY_FLOAT, (left, right -- res)) {
            double a = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(left));
            double b = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(right));
            STAT_INC(BINARY_OP, hit);
            res = _PyFloat_FromDouble_ConsumeInputs(left, right, a * b);
            INPUTS_DEAD();
            ERROR_IF(PyStackRef_IsNull(res));
        }

        pure op(_BINARY_OP_ADD_FLOAT, (left, right -- res)) {
            double a = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(left));
            double b = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(right));
            STAT_INC(BINARY_OP, hit);
            res = _PyFloat_FromDouble_ConsumeInputs(left, right, a + b);
            INPUTS_DEAD();
            ERROR_IF(PyStackRef_IsNull(res));
        }

        pure op(_BINARY_OP_SUBTRACT_FLOAT, (left, right -- res)) {
            double a = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(left));
            double b = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(right));
            STAT_INC(BINARY_OP, hit);
            res = _PyFloat_FromDouble_ConsumeInputs(left, right, a - b);
            INPUTS_DEAD();
            ERROR_IF(PyStackRef_IsNull(res));
        }

        macro(BINARY_OP_MULTIPLY_FLOAT) =
            _GUARD_TOS_FLOAT + _GUARD_NOS_FLOAT + unused/5 + _BINARY_OP_MULTIPLY_FLOAT;

        macro(BINARY_OP_ADD_FLOAT) =
            _GUARD_TOS_FLOAT + _GUARD_NOS_FLOAT + unused/5 + _BINARY_OP_ADD_FLOAT;

        macro(BINARY_OP_SUBTRACT_FLOAT) =
            _GUARD_TOS_FLOAT + _GUARD_NOS_FLOAT + unused/5 + _BINARY_OP_SUBTRACT_FLOAT;

        pure op(_BINARY_OP_ADD_UNICODE, (left, right -- res)) {
            PyObject *head = PyStackRef_AsPyObjectBorrow(left);
            PyObject *tail = PyStackRef_AsPyObjectBorrow(right);
            assert(PyUnicode_CheckExact(head) && PyUnicode_CheckExact(tail));
            STAT_INC(BINARY_OP, hit);
            PyObject *joined = PyUnicode_Concat(head, tail);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyUnicode_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyUnicode_ExactDealloc);
            ERROR_IF(joined == NULL);
            res = PyStackRef_FromPyObjectSteal(joined);
        }

        macro(BINARY_OP_ADD_UNICODE) =
            _GUARD_TOS_UNICODE + _GUARD_NOS_UNICODE + unused/5 + _BINARY_OP_ADD_UNICODE;

        // `s = s + t` and `s += t` on a local variable: the next instruction stores into the variable that
        // the left operand came from. Once the stack has let go of the operand, the variable holds the only
        // reference (if nothing else does), and the text can grow in place instead of being copied each time.
        // An error leaves the variable unbound.
        op(_BINARY_OP_INPLACE_ADD_UNICODE, (left, right --)) {
            int target_index;
            #ifdef TIER_ONE
            assert(next_instr->op.code == STORE_FAST);
            target_index = next_instr->op.arg;
            #else
            target_index = (int)CURRENT_OPERAND0();
            #endif
            _PyStackRef *target = &GETLOCAL(target_index);
            assert(PyUnicode_CheckExact(PyStackRef_AsPyObjectBorrow(left)));
            DEOPT_IF(!PyStackRef_Is(*target, left));
            STAT_INC(BINARY_OP, hit);
            PyObject *tail = PyStackRef_AsPyObjectSteal(right);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyUnicode_ExactDealloc);
            PyObject *text = PyStackRef_AsPyObjectSteal(*target);
            *target = PyStackRef_NULL;
            PyUnicode_Append(&text, tail);
            Py_DECREF(tail);
            ERROR_IF(text == NULL);
            *target = PyStackRef_FromPyObjectSteal(text);
            #ifdef TIER_ONE
            // The STORE_FAST has been done. In tier 2 the trace was made without it.
            SKIP_OVER(1);
            #endif
        }

        macro(BINARY_OP_INPLACE_ADD_UNICODE) =
            _GUARD_TOS_UNICODE + _GUARD_NOS_UNICODE + unused/5 + _BINARY_OP_INPLACE_ADD_UNICODE;

        // Pairs of types that are too rare for an opcode of their own: the cache points to a guard and an
        // action. The two micro-ops read the same four cells.
        op(_GUARD_BINARY_OP_EXTEND, (descr/4, left, right -- left, right)) {
            _PyBinaryOpSpecializationDescr *extension = (_PyBinaryOpSpecializationDescr *)descr;
            PyObject *a = PyStackRef_AsPyObjectBorrow(left);
            PyObject *b = PyStackRef_AsPyObjectBorrow(right);
            int applies = extension->guard(a, b);
            DEOPT_IF(!applies);
        }

        pure op(_BINARY_OP_EXTEND, (descr/4, left, right -- res)) {
            _PyBinaryOpSpecializationDescr *extension = (_PyBinaryOpSpecializationDescr *)descr;
            PyObject *a = PyStackRef_AsPyObjectBorrow(left);
            PyObject *b = PyStackRef_AsPyObjectBorrow(right);
            STAT_INC(BINARY_OP, hit);
            PyObject *result = extension->action(a, b);
            DECREF_INPUTS();
            ERROR_IF(result == NULL);
            res = PyStackRef_FromPyObjectSteal(result);
        }

        macro(BINARY_OP_EXTEND) =
            unused/1 + _GUARD_BINARY_OP_EXTEND + rewind/-4 + _BINARY_OP_EXTEND;

        /* ---- Slices and subscripts ---- */

        // Building the slice consumes both bounds, even if it fails; only the container is left then.
        op(_BINARY_SLICE, (container, start, stop -- res)) {
            PyObject *upper = PyStackRef_AsPyObjectSteal(stop);
            PyObject *lower = PyStackRef_AsPyObjectSteal(start);
            PyObject *slice = _PyBuildSlice_ConsumeRefs(lower, upper);
            PyObject *part = NULL;
            if (slice != NULL) {
                part = PyObject_GetItem(PyStackRef_AsPyObjectBorrow(container), slice);
                Py_DECREF(slice);
            }
            PyStackRef_CLOSE(container);
            ERROR_IF(part == NULL);
            res = PyStackRef_FromPyObjectSteal(part);
        }

        macro(BINARY_SLICE) = _BINARY_SLICE;

        op(_STORE_SLICE, (v, container, start, stop --)) {
            PyObject *upper = PyStackRef_AsPyObjectSteal(stop);
            PyObject *lower = PyStackRef_AsPyObjectSteal(start);
            PyObject *slice = _PyBuildSlice_ConsumeRefs(lower, upper);
            int err = -1;
            if (slice != NULL) {
                PyObject *sequence = PyStackRef_AsPyObjectBorrow(container);
                err = PyObject_SetItem(sequence, slice, PyStackRef_AsPyObjectBorrow(v));
                Py_DECREF(slice);
            }
            PyStackRef_CLOSE(container);
            PyStackRef_CLOSE(v);
            ERROR_IF(err != 0);
        }

        macro(STORE_SLICE) = _STORE_SLICE;

        macro(BINARY_OP_SUBSCR_LIST_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_LIST + unused/5 + _BINARY_OP_SUBSCR_LIST_INT;

        // Negative indices and those that are out of range are left to the generic instruction.
        op(_BINARY_OP_SUBSCR_LIST_INT, (container, sub -- res)) {
            PyObject *list = PyStackRef_AsPyObjectBorrow(container);
            PyLongObject *number = (PyLongObject *)PyStackRef_AsPyObjectBorrow(sub);
            assert(PyList_CheckExact(list));
            DEOPT_IF(!_PyLong_IsNonNegativeCompact(number));
            Py_ssize_t index = _PyLong_CompactValue(number);
            #ifdef Py_GIL_DISABLED
            PyObject *item = _PyList_GetItemRef((PyListObject *)list, index);
            DEOPT_IF(item == NULL);
            #else
            DEOPT_IF(index >= PyList_GET_SIZE(list));
            PyObject *item = Py_NewRef(PyList_GET_ITEM(list, index));
            #endif
            STAT_INC(BINARY_OP, hit);
            PyStackRef_CLOSE_SPECIALIZED(sub, _PyLong_ExactDealloc);
            PyStackRef_CLOSE(container);
            res = PyStackRef_FromPyObjectSteal(item);
        }

        op(_BINARY_OP_SUBSCR_LIST_SLICE, (container, sub -- res)) {
            PyObject *list = PyStackRef_AsPyObjectBorrow(container);
            PyObject *slice = PyStackRef_AsPyObjectBorrow(sub);
            assert(PyList_CheckExact(list) && PySlice_Check(slice));
            STAT_INC(BINARY_OP, hit);
            PyObject *part = _PyList_SliceSubscript(list, slice);
            DECREF_INPUTS();
            ERROR_IF(part == NULL);
            res = PyStackRef_FromPyObjectSteal(part);
        }

        macro(BINARY_OP_SUBSCR_LIST_SLICE) =
            _GUARD_TOS_SLICE + _GUARD_NOS_LIST + unused/5 + _BINARY_OP_SUBSCR_LIST_SLICE;

        macro(BINARY_OP_SUBSCR_STR_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_UNICODE + unused/5 + _BINARY_OP_SUBSCR_STR_INT;

        // Strings of one ASCII character exist once and for all, so nothing is allocated.
        op(_BINARY_OP_SUBSCR_STR_INT, (container, sub -- res)) {
            PyObject *text = PyStackRef_AsPyObjectBorrow(container);
            PyLongObject *number = (PyLongObject *)PyStackRef_AsPyObjectBorrow(sub);
            assert(PyUnicode_CheckExact(text));
            DEOPT_IF(!_PyLong_IsNonNegativeCompact(number));
            Py_ssize_t index = _PyLong_CompactValue(number);
            DEOPT_IF(index >= PyUnicode_GET_LENGTH(text));
            Py_UCS4 character = PyUnicode_READ_CHAR(text, index);
            DEOPT_IF(character >= Py_ARRAY_LENGTH(_Py_SINGLETON(strings).ascii));
            STAT_INC(BINARY_OP, hit);
            PyObject *single = (PyObject *)&_Py_SINGLETON(strings).ascii[character];
            PyStackRef_CLOSE_SPECIALIZED(sub, _PyLong_ExactDealloc);
            PyStackRef_CLOSE(container);
            res = PyStackRef_FromPyObjectImmortal(single);
        }

        op(_GUARD_NOS_TUPLE, (nos, unused -- nos, unused)) {
            EXIT_IF(!PyTuple_CheckExact(PyStackRef_AsPyObjectBorrow(nos)));
        }

        op(_GUARD_TOS_TUPLE, (tos -- tos)) {
            EXIT_IF(!PyTuple_CheckExact(PyStackRef_AsPyObjectBorrow(tos)));
        }

        macro(BINARY_OP_SUBSCR_TUPLE_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_TUPLE + unused/5 + _BINARY_OP_SUBSCR_TUPLE_INT;

        op(_BINARY_OP_SUBSCR_TUPLE_INT, (container, sub -- res)) {
            PyObject *tuple = PyStackRef_AsPyObjectBorrow(container);
            PyLongObject *number = (PyLongObject *)PyStackRef_AsPyObjectBorrow(sub);
            assert(PyTuple_CheckExact(tuple));
            DEOPT_IF(!_PyLong_IsNonNegativeCompact(number));
            Py_ssize_t index = _PyLong_CompactValue(number);
            DEOPT_IF(index >= PyTuple_GET_SIZE(tuple));
            STAT_INC(BINARY_OP, hit);
            res = PyStackRef_FromPyObjectNew(PyTuple_GET_ITEM(tuple, index));
            DECREF_INPUTS();
        }

        op(_GUARD_NOS_DICT, (nos, unused -- nos, unused)) {
            EXIT_IF(!PyDict_CheckExact(PyStackRef_AsPyObjectBorrow(nos)));
        }

        op(_GUARD_TOS_DICT, (tos -- tos)) {
            EXIT_IF(!PyDict_CheckExact(PyStackRef_AsPyObjectBorrow(tos)));
        }

        macro(BINARY_OP_SUBSCR_DICT) =
            _GUARD_NOS_DICT + unused/5 + _BINARY_OP_SUBSCR_DICT;

        // An exact dict has no __missing__; a key that is not there is a KeyError at once.
        op(_BINARY_OP_SUBSCR_DICT, (container, sub -- res)) {
            PyObject *dict = PyStackRef_AsPyObjectBorrow(container);
            PyObject *key = PyStackRef_AsPyObjectBorrow(sub);
            assert(PyDict_CheckExact(dict));
            STAT_INC(BINARY_OP, hit);
            PyObject *found;
            int status = PyDict_GetItemRef(dict, key, &found);
            if (status == 0) {
                _PyErr_SetKeyError(key);
            }
            DECREF_INPUTS();
            ERROR_IF(status <= 0);
            res = PyStackRef_FromPyObjectSteal(found);
        }

        // A class whose __getitem__ is a Python function: the specializer keeps that function with the type,
        // and the function's version tells whether it is still what was looked at.
        op(_BINARY_OP_SUBSCR_CHECK_FUNC, (container, unused -- container, unused, getitem)) {
            PyTypeObject *type = PyStackRef_TYPE(container);
            DEOPT_IF(!PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE));
            PyHeapTypeObject *heap_type = (PyHeapTypeObject *)type;
            PyObject *method = FT_ATOMIC_LOAD_PTR_ACQUIRE(heap_type->_spec_cache.getitem);
            DEOPT_IF(method == NULL);
            assert(PyFunction_Check(method));
            uint32_t expected = FT_ATOMIC_LOAD_UINT32_RELAXED(heap_type->_spec_cache.getitem_version);
            DEOPT_IF(((PyFunctionObject *)method)->func_version != expected);
            PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(method);
            assert(code->co_argcount == 2);
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, code->co_framesize));
            getitem = PyStackRef_FromPyObjectNew(method);
        }

        // The function and its two arguments move into the new frame.
        op(_BINARY_OP_SUBSCR_INIT_CALL, (container, sub, getitem -- new_frame: _PyInterpreterFrame *)) {
            STAT_INC(BINARY_OP, hit);
            new_frame = _PyFrame_PushUnchecked(tstate, getitem, 2, frame);
            new_frame->localsplus[0] = container;
            new_frame->localsplus[1] = sub;
            INPUTS_DEAD();
            frame->return_offset = INSTRUCTION_SIZE;
        }

        macro(BINARY_OP_SUBSCR_GETITEM) =
            unused/5 +
            _CHECK_PEP_523 +
            _BINARY_OP_SUBSCR_CHECK_FUNC +
            _BINARY_OP_SUBSCR_INIT_CALL +
            _PUSH_FRAME;

        // Comprehensions: the collection lies oparg items below the value.
        inst(LIST_APPEND, (list, unused[oparg-1], v -- list, unused[oparg-1])) {
            PyListObject *target = (PyListObject *)PyStackRef_AsPyObjectBorrow(list);
            int err = _PyList_AppendTakeRef(target, PyStackRef_AsPyObjectSteal(v));
            ERROR_IF(err != 0);
        }

        inst(SET_ADD, (set, unused[oparg-1], v -- set, unused[oparg-1])) {
            PyObject *target = PyStackRef_AsPyObjectBorrow(set);
            if (!PySet_CheckExact(target)) {
                // Annotations under an `if` are counted in a set that a program can rebind by name.
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'%.200s' object is not a set", Py_TYPE(target)->tp_name);
                PyStackRef_CLOSE(v);
                ERROR_IF(true);
            }
            PyObject *element = PyStackRef_AsPyObjectSteal(v);
            int err = _PySet_AddTakeRef((PySetObject *)target, element);
            ERROR_IF(err != 0);
        }

        family(STORE_SUBSCR, INLINE_CACHE_ENTRIES_STORE_SUBSCR) = {
            STORE_SUBSCR_DICT,
            STORE_SUBSCR_LIST_INT,
        };

        specializing op(_SPECIALIZE_STORE_SUBSCR, (counter/1, container, sub -- container, sub)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_StoreSubscr(container, sub, next_instr);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(STORE_SUBSCR);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif
        }

        op(_STORE_SUBSCR, (v, container, sub --)) {
            PyObject *target = PyStackRef_AsPyObjectBorrow(container);
            PyObject *key = PyStackRef_AsPyObjectBorrow(sub);
            int err = PyObject_SetItem(target, key, PyStackRef_AsPyObjectBorrow(v));
            DECREF_INPUTS();
            ERROR_IF(err != 0);
        }

        macro(STORE_SUBSCR) = _SPECIALIZE_STORE_SUBSCR + _STORE_SUBSCR;

        macro(STORE_SUBSCR_LIST_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_LIST + unused/1 + _STORE_SUBSCR_LIST_INT;

        // The item that is replaced goes last: its finalizer must find a list that is whole and unlocked.
        op(_STORE_SUBSCR_LIST_INT, (value, container, sub --)) {
            PyObject *list = PyStackRef_AsPyObjectBorrow(container);
            PyLongObject *number = (PyLongObject *)PyStackRef_AsPyObjectBorrow(sub);
            assert(PyList_CheckExact(list));
            DEOPT_IF(!_PyLong_IsNonNegativeCompact(number));
            Py_ssize_t index = _PyLong_CompactValue(number);
            DEOPT_IF(!LOCK_OBJECT(list));
            if (index >= PyList_GET_SIZE(list)) {
                UNLOCK_OBJECT(list);
                DEOPT_IF(true);
            }
            STAT_INC(STORE_SUBSCR, hit);
            PyObject *replaced_item = PyList_GET_ITEM(list, index);
            PyObject *item = PyStackRef_AsPyObjectSteal(value);
            FT_ATOMIC_STORE_PTR_RELEASE(_PyList_ITEMS(list)[index], item);
            UNLOCK_OBJECT(list);
            PyStackRef_CLOSE_SPECIALIZED(sub, _PyLong_ExactDealloc);
            PyStackRef_CLOSE(container);
            Py_DECREF(replaced_item);
        }

        macro(STORE_SUBSCR_DICT) =
            _GUARD_NOS_DICT + unused/1 + _STORE_SUBSCR_DICT;

        // The dict takes key and value over, even when the key turns out to be unhashable.
        op(_STORE_SUBSCR_DICT, (value, container, sub --)) {
            PyDictObject *dict = (PyDictObject *)PyStackRef_AsPyObjectBorrow(container);
            assert(PyDict_CheckExact(dict));
            STAT_INC(STORE_SUBSCR, hit);
            int err = _PyDict_SetItem_Take2(dict,
                                            PyStackRef_AsPyObjectSteal(sub),
                                            PyStackRef_AsPyObjectSteal(value));
            PyStackRef_CLOSE(container);
            ERROR_IF(err != 0);
        }

        inst(DELETE_SUBSCR, (container, sub --)) {
            PyObject *target = PyStackRef_AsPyObjectBorrow(container);
            int err = PyObject_DelItem(target, PyStackRef_AsPyObjectBorrow(sub));
            DECREF_INPUTS();
            ERROR_IF(err != 0);
        }

        /* ---- Intrinsics: rare operations, reached through two tables of functions ---- */

        inst(CALL_INTRINSIC_1, (value -- res)) {
            assert(oparg <= MAX_INTRINSIC_1);
            PyObject *operand = PyStackRef_AsPyObjectBorrow(value);
            PyObject *result = _PyIntrinsics_UnaryFunctions[oparg].func(tstate, operand);
            PyStackRef_CLOSE(value);
            ERROR_IF(result == NULL);
            res = PyStackRef_FromPyObjectSteal(result);
        }

        inst(CALL_INTRINSIC_2, (value2, value1 -- res)) {
            assert(oparg <= MAX_INTRINSIC_2);
            PyObject *first = PyStackRef_AsPyObjectBorrow(value2);
            PyObject *second = PyStackRef_AsPyObjectBorrow(value1);
            PyObject *result = _PyIntrinsics_BinaryFunctions[oparg].func(tstate, first, second);
            DECREF_INPUTS();
            ERROR_IF(result == NULL);
            res = PyStackRef_FromPyObjectSteal(result);
        }

        /* ---- Raising, returning, and leaving the interpreter ---- */

        // `raise`, `raise exception` and `raise exception from cause`. The helper consumes what it is given.
        // It answers 1 if it has put the exception being handled back in place, traceback and all: then
        // this line is not added to the traceback.
        tier1 inst(RAISE_VARARGS, (args[oparg] --)) {
            assert(oparg <= 2);
            PyObject *exception = oparg >= 1 ? PyStackRef_AsPyObjectSteal(args[0]) : NULL;
            PyObject *cause = oparg == 2 ? PyStackRef_AsPyObjectSteal(args[1]) : NULL;
            int is_reraise = do_raise(tstate, exception, cause);
            if (is_reraise) {
                assert(oparg == 0);
                monitor_reraise(tstate, frame, this_instr);
                goto exception_unwind;
            }
            ERROR_IF(true);
        }

        // The bottom frame of an evaluation loop consists of this instruction alone: it hands the result to
        // the C caller. A trace that was suspended by that call gets its executor back.
        tier1 inst(INTERPRETER_EXIT, (retval --)) {
            assert(frame->owner == FRAME_OWNED_BY_INTERPRETER);
            assert(!_PyErr_Occurred(tstate));
            _Py_LeaveRecursiveCallTstate(tstate);
            tstate->current_frame = frame->previous;
            PyObject *result = PyStackRef_AsPyObjectSteal(retval);
            #ifdef _Py_TIER2
            _PyStackRef suspended = frame->localsplus[0];
            assert(tstate->current_executor == NULL);
            if (!PyStackRef_IsNull(suspended)) {
                tstate->current_executor = PyStackRef_AsPyObjectBorrow(suspended);
                PyStackRef_CLOSE(suspended);
            }
            #endif
            return result;
        }

        // The result outlives the frame, so that it may not stay borrowed from one of its variables. The
        // frame is taken off the chain before it is cleared: finalizers that run then must not find it.
        inst(RETURN_VALUE, (retval -- res)) {
            assert(frame->owner != FRAME_OWNED_BY_INTERPRETER);
            _PyStackRef result = PyStackRef_MakeHeapSafe(retval);
            DEAD(retval);
            SAVE_STACK();
            assert(STACK_LEVEL() == 0);
            _Py_LeaveRecursiveCallPy(tstate);
            _PyInterpreterFrame *finished = frame;
            frame = finished->previous;
            tstate->current_frame = frame;
            _PyEval_FrameClearAndPop(tstate, finished);
            RELOAD_STACK();
            LOAD_IP(frame->return_offset);
            res = result;
            LLTRACE_RESUME_FRAME();
        }

        tier1 op(_RETURN_VALUE_EVENT, (val -- val)) {
            PyObject *returned = PyStackRef_AsPyObjectBorrow(val);
            int err = _Py_call_instrumentation_arg(
                tstate, PY_MONITORING_EVENT_PY_RETURN, frame, this_instr, returned);
            ERROR_IF(err != 0);
        }

        macro(INSTRUMENTED_RETURN_VALUE) = _RETURN_VALUE_EVENT + RETURN_VALUE;

        /* ---- Asynchronous iteration, and the exchange of values with generators and coroutines ---- */

        inst(GET_AITER, (obj -- iter)) {
            PyObject *iterable = PyStackRef_AsPyObjectBorrow(obj);
            PyTypeObject *type = Py_TYPE(iterable);
            unaryfunc aiter = NULL;
            if (type->tp_as_async != NULL) {
                aiter = type->tp_as_async->am_aiter;
            }
            if (aiter == NULL) {
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'async for' requires an object with __aiter__ method, got %.100s",
                              type->tp_name);
                PyStackRef_CLOSE(obj);
                ERROR_IF(true);
            }
            PyObject *iterator = aiter(iterable);
            PyStackRef_CLOSE(obj);
            ERROR_IF(iterator == NULL);
            PyAsyncMethods *methods = Py_TYPE(iterator)->tp_as_async;
            if (methods == NULL || methods->am_anext == NULL) {
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'async for' received an object from __aiter__ "
                              "that does not implement __anext__: %.100s",
                              Py_TYPE(iterator)->tp_name);
                Py_DECREF(iterator);
                ERROR_IF(true);
            }
            iter = PyStackRef_FromPyObjectSteal(iterator);
        }

        inst(GET_ANEXT, (aiter -- aiter, awaitable)) {
            PyObject *next = _PyEval_GetANext(PyStackRef_AsPyObjectBorrow(aiter));
            if (next == NULL) {
                ERROR_NO_POP();
            }
            awaitable = PyStackRef_FromPyObjectSteal(next);
        }

        // The operand is 1 or 2 inside `async with`, and makes the error message more precise.
        inst(GET_AWAITABLE, (iterable -- iter)) {
            PyObject *awaiter = _PyEval_GetAwaitable(PyStackRef_AsPyObjectBorrow(iterable), oparg);
            PyStackRef_CLOSE(iterable);
            ERROR_IF(awaiter == NULL);
            iter = PyStackRef_FromPyObjectSteal(awaiter);
        }

        family(SEND, INLINE_CACHE_ENTRIES_SEND) = {
            SEND_GEN,
        };

        specializing op(_SPECIALIZE_SEND, (counter/1, receiver, unused -- receiver, unused)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_Send(receiver, next_instr);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(SEND);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif
        }

        // Generators and coroutines of Python code, if they can run and nobody has replaced the evaluation
        // function, continue on this very frame stack: they come back here through YIELD_VALUE, or past
        // the loop (oparg further on) through RETURN_VALUE. Anything else is called. If it is exhausted, what
        // its StopIteration carries is the value of the whole expression, and the loop is left.
        op(_SEND, (receiver, v -- receiver, retval)) {
            PyObject *delegate = PyStackRef_AsPyObjectBorrow(receiver);
            PyTypeObject *type = Py_TYPE(delegate);
            assert(frame->owner != FRAME_OWNED_BY_INTERPRETER);
            if ((type == &PyGen_Type || type == &PyCoro_Type)
                && ((PyGenObject *)delegate)->gi_frame_state < FRAME_EXECUTING
                && tstate->interp->eval_frame == NULL)
            {
                PyGenObject *gen = (PyGenObject *)delegate;
                _PyInterpreterFrame *gen_frame = &gen->gi_iframe;
                _PyFrame_StackPush(gen_frame, PyStackRef_MakeHeapSafe(v));
                DEAD(v);
                SYNC_SP();
                gen->gi_frame_state = FRAME_EXECUTING;
                gen->gi_exc_state.previous_item = tstate->exc_info;
                tstate->exc_info = &gen->gi_exc_state;
                assert(gen_frame->previous == NULL);
                gen_frame->previous = frame;
                assert(INSTRUCTION_SIZE + oparg <= UINT16_MAX);
                frame->return_offset = (uint16_t)(INSTRUCTION_SIZE + oparg);
                DISPATCH_INLINED(gen_frame);
            }
            PyObject *answer;
            if (PyStackRef_IsNone(v) && PyIter_Check(delegate)) {
                answer = type->tp_iternext(delegate);
            }
            else {
                PyObject *message = PyStackRef_AsPyObjectBorrow(v);
                answer = PyObject_CallMethodOneArg(delegate, &_Py_ID(send), message);
            }
            if (answer == NULL) {
                // An iterator may also end without raising; that is the same as StopIteration(None).
                int stopped = _PyErr_ExceptionMatches(tstate, PyExc_StopIteration);
                if (stopped) {
                    _PyEval_MonitorRaise(tstate, frame, this_instr);
                }
                int err = _PyGen_FetchStopIterationValue(&answer);
                if (err != 0) {
                    PyStackRef_CLOSE(v);
                    ERROR_IF(true);
                }
                JUMPBY(oparg);
            }
            PyStackRef_CLOSE(v);
            retval = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(SEND) = _SPECIALIZE_SEND + _SEND;

        op(_SEND_GEN_FRAME, (receiver, v -- receiver, gen_frame: _PyInterpreterFrame *)) {
            PyTypeObject *type = PyStackRef_TYPE(receiver);
            DEOPT_IF(type != &PyGen_Type && type != &PyCoro_Type);
            PyGenObject *gen = (PyGenObject *)PyStackRef_AsPyObjectBorrow(receiver);
            DEOPT_IF(gen->gi_frame_state >= FRAME_EXECUTING);
            STAT_INC(SEND, hit);
            gen_frame = &gen->gi_iframe;
            _PyFrame_StackPush(gen_frame, PyStackRef_MakeHeapSafe(v));
            DEAD(v);
            gen->gi_frame_state = FRAME_EXECUTING;
            gen->gi_exc_state.previous_item = tstate->exc_info;
            tstate->exc_info = &gen->gi_exc_state;
            gen_frame->previous = frame;
            assert(INSTRUCTION_SIZE + oparg <= UINT16_MAX);
            frame->return_offset = (uint16_t)(INSTRUCTION_SIZE + oparg);
        }

        macro(SEND_GEN) = unused/1 + _CHECK_PEP_523 + _SEND_GEN_FRAME + _PUSH_FRAME;

        // Suspends the generator behind this instruction and gives the value to the frame that resumed it,
        // just behind its SEND or FOR_ITER (both have equally large caches). The operand is 1 for a value
        // that is passed on from a sub-iterator. Nothing in here may fail: the frame is half left.
        inst(YIELD_VALUE, (retval -- value)) {
            assert(frame->owner == FRAME_OWNED_BY_GENERATOR);
            assert(oparg == 0 || oparg == 1);
            assert(FRAME_SUSPENDED + 1 == FRAME_SUSPENDED_YIELD_FROM);
            PyGenObject *gen = _PyGen_GetGeneratorFromFrame(frame);
            _PyInterpreterFrame *suspended = frame;
            _PyStackRef yielded = PyStackRef_MakeHeapSafe(retval);
            DEAD(retval);
            suspended->instr_ptr++;
            gen->gi_frame_state = FRAME_SUSPENDED + oparg;
            SAVE_STACK();
            tstate->exc_info = gen->gi_exc_state.previous_item;
            gen->gi_exc_state.previous_item = NULL;
            _Py_LeaveRecursiveCallPy(tstate);
            frame = suspended->previous;
            tstate->current_frame = frame;
            suspended->previous = NULL;
            assert(INLINE_CACHE_ENTRIES_SEND == INLINE_CACHE_ENTRIES_FOR_ITER);
            #ifdef Py_DEBUG
            if (frame->owner != FRAME_OWNED_BY_INTERPRETER) {
                PyCodeObject *resumer = _PyFrame_GetCode(frame);
                int offset = (int)(frame->instr_ptr - _PyFrame_GetBytecode(frame));
                _Py_CODEUNIT unit = _Py_GetBaseCodeUnit(resumer, offset);
                assert(unit.op.code == SEND || unit.op.code == FOR_ITER);
            }
            #endif
            RELOAD_STACK();
            LOAD_IP(1 + INLINE_CACHE_ENTRIES_SEND);
            value = yielded;
            LLTRACE_RESUME_FRAME();
        }

        // The value stays where it is if a tool moves the frame to another line.
        tier1 op(_YIELD_VALUE_EVENT, (val -- val)) {
            PyObject *yielded = PyStackRef_AsPyObjectBorrow(val);
            int err = _Py_call_instrumentation_arg(
                tstate, PY_MONITORING_EVENT_PY_YIELD, frame, this_instr, yielded);
            if (err != 0) {
                ERROR_NO_POP();
            }
            if (frame->instr_ptr != this_instr) {
                next_instr = frame->instr_ptr;
                DISPATCH();
            }
        }

        macro(INSTRUMENTED_YIELD_VALUE) = _YIELD_VALUE_EVENT + YIELD_VALUE;

        /* ---- Ends of exception handlers ---- */

        // Puts back the exception that was handled before; None on the stack stands for "no exception".
        inst(POP_EXCEPT, (exc_value --)) {
            PyObject *outer = PyStackRef_IsNone(exc_value) ? NULL : PyStackRef_AsPyObjectSteal(exc_value);
            Py_XSETREF(tstate->exc_info->exc_value, outer);
        }

        // If the handler was entered with the offset of the failed instruction on the stack (a tagged int,
        // the lowest of the values), the exception is raised again as if from there.
        tier1 inst(RERAISE, (values[oparg], exc_st -- values[oparg])) {
            PyObject *exception = PyStackRef_AsPyObjectSteal(exc_st);
            assert(PyExceptionInstance_Check(exception));
            if (oparg > 0) {
                assert(PyStackRef_IsTaggedInt(values[0]));
                frame->instr_ptr = _PyFrame_GetBytecode(frame) + PyStackRef_UntagInt(values[0]);
            }
            _PyErr_SetRaisedException(tstate, exception);
            monitor_reraise(tstate, frame, this_instr);
            goto exception_unwind;
        }

        // The handler around the awaiting of __anext__(): StopAsyncIteration ends the loop, everything else
        // goes on. The operand leads back to the END_SEND of the loop. Only monitoring needs it, which counts
        // this instruction as a branch; the jump by nothing marks it as one.
        tier1 op(_END_ASYNC_FOR, (awaitable_st, exc_st -- )) {
            JUMPBY(0);
            (void)oparg;
            PyObject *exception = PyStackRef_AsPyObjectBorrow(exc_st);
            assert(PyExceptionInstance_Check(exception));
            int finished = PyErr_GivenExceptionMatches(exception, PyExc_StopAsyncIteration);
            if (!finished) {
                _PyErr_SetRaisedException(tstate, Py_NewRef(exception));
                monitor_reraise(tstate, frame, this_instr);
                goto exception_unwind;
            }
            DECREF_INPUTS();
        }

        macro(END_ASYNC_FOR) = _END_ASYNC_FOR;

        // The branch is reported from the END_SEND of the loop, before the exception has been looked at.
        tier1 op(_MONITOR_END_ASYNC_FOR, (--)) {
            INSTRUMENTED_JUMP(next_instr - oparg, this_instr + 1, PY_MONITORING_EVENT_BRANCH_RIGHT);
        }

        macro(INSTRUMENTED_END_ASYNC_FOR) = _MONITOR_END_ASYNC_FOR + _END_ASYNC_FOR;

        // An exception thrown into a frame that waits for a sub-iterator comes here after the sub-iterator
        // has had it. If the answer was StopIteration, its value is the value of the expression: the stack is
        // left as END_SEND wants it, with None in the place of the sub-iterator.
        tier1 inst(CLEANUP_THROW, (sub_iter, last_sent_val, exc_value_st -- none, value)) {
            PyObject *exception = PyStackRef_AsPyObjectBorrow(exc_value_st);
            assert(PyExceptionInstance_Check(exception));
            int stopped = PyErr_GivenExceptionMatches(exception, PyExc_StopIteration);
            if (!stopped) {
                _PyErr_SetRaisedException(tstate, Py_NewRef(exception));
                monitor_reraise(tstate, frame, this_instr);
                goto exception_unwind;
            }
            PyObject *result = Py_NewRef(((PyStopIterationObject *)exception)->value);
            DECREF_INPUTS();
            none = PyStackRef_None;
            value = PyStackRef_FromPyObjectSteal(result);
        }

        /* ---- Objects that the compiler refers to without a name in the program ---- */

        inst(LOAD_COMMON_CONSTANT, (-- value)) {
            assert(oparg < NUM_COMMON_CONSTANTS);
            value = PyStackRef_FromPyObjectNew(tstate->interp->common_consts[oparg]);
        }

        inst(LOAD_BUILD_CLASS, (-- bc)) {
            PyObject *builder;
            int status = PyMapping_GetOptionalItem(BUILTINS(), &_Py_ID(__build_class__), &builder);
            ERROR_IF(status < 0);
            if (status == 0) {
                _PyErr_SetString(tstate, PyExc_NameError, "__build_class__ not found");
                ERROR_IF(true);
            }
            bc = PyStackRef_FromPyObjectSteal(builder);
        }

        /* ---- Names in the frame's local namespace ---- */

        inst(STORE_NAME, (v -- )) {
            // Class bodies may run in any mapping, so only a real dict takes the direct route.
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *scope = LOCALS();
            PyObject *value = PyStackRef_AsPyObjectBorrow(v);
            int err = -1;
            if (scope == NULL) {
                _PyErr_Format(tstate, PyExc_SystemError, "no locals found when storing %R", name);
            }
            else if (PyDict_CheckExact(scope)) {
                err = PyDict_SetItem(scope, name, value);
            }
            else {
                err = PyObject_SetItem(scope, name, value);
            }
            PyStackRef_CLOSE(v);
            ERROR_IF(err < 0);
        }

        inst(DELETE_NAME, ( -- )) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *scope = LOCALS();
            int err = -1;
            if (scope == NULL) {
                _PyErr_Format(tstate, PyExc_SystemError, "no locals when deleting %R", name);
            }
            else {
                err = PyObject_DelItem(scope, name);
                if (err < 0) {
                    // Whatever the mapping complained about, the program sees a NameError.
                    _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, NAME_ERROR_MSG, name);
                }
            }
            if (err < 0) {
                ERROR_NO_POP();
            }
        }

        /* ---- Taking iterables apart ---- */

        // The item that comes first out of the iterable always ends up on top of the stack.
        family(UNPACK_SEQUENCE, INLINE_CACHE_ENTRIES_UNPACK_SEQUENCE) = {
            UNPACK_SEQUENCE_TWO_TUPLE,
            UNPACK_SEQUENCE_TUPLE,
            UNPACK_SEQUENCE_LIST,
        };

        specializing op(_SPECIALIZE_UNPACK_SEQUENCE, (counter/1, seq -- seq)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_UnpackSequence(seq, next_instr, oparg);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(UNPACK_SEQUENCE);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        op(_UNPACK_SEQUENCE, (seq -- unused[oparg], top[0])) {
            // The helper writes downwards from `top`. The slot of `seq` is among those it fills, so
            // the reference has to leave the stack before the call.
            PyObject *source = PyStackRef_AsPyObjectSteal(seq);
            int filled = _PyEval_UnpackIterableStackRef(tstate, source, oparg, -1, top);
            Py_DECREF(source);
            ERROR_IF(filled == 0);
        }

        macro(UNPACK_SEQUENCE) = _SPECIALIZE_UNPACK_SEQUENCE + _UNPACK_SEQUENCE;

        macro(UNPACK_SEQUENCE_TWO_TUPLE) =
            _GUARD_TOS_TUPLE + unused/1 + _UNPACK_SEQUENCE_TWO_TUPLE;

        op(_UNPACK_SEQUENCE_TWO_TUPLE, (seq -- second, first)) {
            assert(oparg == 2);
            PyObject *pair = PyStackRef_AsPyObjectBorrow(seq);
            assert(PyTuple_CheckExact(pair));
            DEOPT_IF(PyTuple_GET_SIZE(pair) != 2);
            STAT_INC(UNPACK_SEQUENCE, hit);
            PyObject **items = _PyTuple_ITEMS(pair);
            second = PyStackRef_FromPyObjectNew(items[1]);
            first = PyStackRef_FromPyObjectNew(items[0]);
            PyStackRef_CLOSE(seq);
        }

        macro(UNPACK_SEQUENCE_TUPLE) = _GUARD_TOS_TUPLE + unused/1 + _UNPACK_SEQUENCE_TUPLE;

        op(_UNPACK_SEQUENCE_TUPLE, (seq -- values[oparg])) {
            PyObject *tuple = PyStackRef_AsPyObjectBorrow(seq);
            assert(PyTuple_CheckExact(tuple));
            DEOPT_IF(PyTuple_GET_SIZE(tuple) != oparg);
            STAT_INC(UNPACK_SEQUENCE, hit);
            for (int i = 0; i < oparg; i++) {
                values[oparg - 1 - i] = PyStackRef_FromPyObjectNew(PyTuple_GET_ITEM(tuple, i));
            }
            DECREF_INPUTS();
        }

        macro(UNPACK_SEQUENCE_LIST) = _GUARD_TOS_LIST + unused/1 + _UNPACK_SEQUENCE_LIST;

        op(_UNPACK_SEQUENCE_LIST, (seq -- values[oparg])) {
            // A list may change under our feet in the free-threaded build; hold it for the copy.
            PyObject *list = PyStackRef_AsPyObjectBorrow(seq);
            assert(PyList_CheckExact(list));
            DEOPT_IF(!LOCK_OBJECT(list));
            if (PyList_GET_SIZE(list) != oparg) {
                UNLOCK_OBJECT(list);
                DEOPT_IF(true);
            }
            STAT_INC(UNPACK_SEQUENCE, hit);
            for (int i = 0; i < oparg; i++) {
                values[oparg - 1 - i] = PyStackRef_FromPyObjectNew(PyList_GET_ITEM(list, i));
            }
            UNLOCK_OBJECT(list);
            DECREF_INPUTS();
        }

        inst(UNPACK_EX, (seq -- unused[oparg & 0xFF], unused, unused[oparg >> 8], top[0])) {
            // Low byte: number of targets before the starred one. The rest: targets after it.
            PyObject *source = PyStackRef_AsPyObjectSteal(seq);
            int filled = _PyEval_UnpackIterableStackRef(tstate, source, oparg & 0xFF, oparg >> 8, top);
            Py_DECREF(source);
            ERROR_IF(filled == 0);
        }

        /* ---- Storing and deleting attributes (the specialized stores follow LOAD_ATTR) ---- */

        family(STORE_ATTR, INLINE_CACHE_ENTRIES_STORE_ATTR) = {
            STORE_ATTR_INSTANCE_VALUE,
            STORE_ATTR_SLOT,
            STORE_ATTR_WITH_HINT,
        };

        specializing op(_SPECIALIZE_STORE_ATTR, (counter/1, owner -- owner)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
                next_instr = this_instr;
                _Py_Specialize_StoreAttr(owner, next_instr, name);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(STORE_ATTR);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        op(_STORE_ATTR, (v, owner -- )) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *value = PyStackRef_AsPyObjectBorrow(v);
            int err = PyObject_SetAttr(PyStackRef_AsPyObjectBorrow(owner), name, value);
            DECREF_INPUTS();
            ERROR_IF(err < 0);
        }

        macro(STORE_ATTR) = _SPECIALIZE_STORE_ATTR + unused/3 + _STORE_ATTR;

        inst(DELETE_ATTR, (owner -- )) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            int err = PyObject_DelAttr(PyStackRef_AsPyObjectBorrow(owner), name);
            PyStackRef_CLOSE(owner);
            ERROR_IF(err < 0);
        }

        /* ---- Globals, and the name lookups that fall back to them ---- */

        inst(STORE_GLOBAL, (v -- )) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            int err = PyDict_SetItem(GLOBALS(), name, PyStackRef_AsPyObjectBorrow(v));
            PyStackRef_CLOSE(v);
            ERROR_IF(err < 0);
        }

        inst(DELETE_GLOBAL, ( -- )) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            // 1: removed, 0: there was no such key, -1: the lookup itself raised.
            int removed = PyDict_Pop(GLOBALS(), name, NULL);
            if (removed == 0) {
                _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, NAME_ERROR_MSG, name);
            }
            if (removed <= 0) {
                ERROR_NO_POP();
            }
        }

        inst(LOAD_LOCALS, ( -- locals)) {
            PyObject *scope = LOCALS();
            if (scope == NULL) {
                _PyErr_SetString(tstate, PyExc_SystemError, "no locals");
                ERROR_IF(true);
            }
            locals = PyStackRef_FromPyObjectNew(scope);
        }

        inst(LOAD_FROM_DICT_OR_GLOBALS, (mod_or_class_dict -- v)) {
            // The mapping on the stack shadows globals and builtins.
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *found;
            int err = PyMapping_GetOptionalItem(
                PyStackRef_AsPyObjectBorrow(mod_or_class_dict), name, &found);
            if (err < 0) {
                ERROR_NO_POP();
            }
            PyStackRef_CLOSE(mod_or_class_dict);
            if (found != NULL) {
                v = PyStackRef_FromPyObjectSteal(found);
            }
            else {
                // Sets NameError itself when neither namespace has the name.
                _PyEval_LoadGlobalStackRef(GLOBALS(), BUILTINS(), name, &v);
                ERROR_IF(PyStackRef_IsNull(v));
            }
        }

        inst(LOAD_NAME, ( -- v)) {
            // Locals, then globals, then builtins.
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *value = _PyEval_LoadName(tstate, frame, name);
            ERROR_IF(value == NULL);
            v = PyStackRef_FromPyObjectSteal(value);
        }

        // The low bit of the argument asks for a NULL above the value, which is the empty self slot
        // of a call; the name index is in the bits above it.
        family(LOAD_GLOBAL, INLINE_CACHE_ENTRIES_LOAD_GLOBAL) = {
            LOAD_GLOBAL_MODULE,
            LOAD_GLOBAL_BUILTIN,
        };

        specializing op(_SPECIALIZE_LOAD_GLOBAL, (counter/1 -- )) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_LoadGlobal(
                    GLOBALS(), BUILTINS(), next_instr, GETITEM(FRAME_CO_NAMES, oparg >> 1));
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(LOAD_GLOBAL);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        op(_LOAD_GLOBAL, ( -- res[1])) {
            // Declared as an array so that the helper writes straight into the stack slot.
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
            _PyEval_LoadGlobalStackRef(GLOBALS(), BUILTINS(), name, res);
            ERROR_IF(PyStackRef_IsNull(res[0]));
        }

        op(_PUSH_NULL_CONDITIONAL, ( -- null[oparg & 1])) {
            if (oparg & 1) {
                null[0] = PyStackRef_NULL;
            }
        }

        macro(LOAD_GLOBAL) =
            _SPECIALIZE_LOAD_GLOBAL +
            unused/3 +
            _LOAD_GLOBAL +
            _PUSH_NULL_CONDITIONAL;

        op(_GUARD_GLOBALS_VERSION, (version/1 -- )) {
            PyDictObject *globals = (PyDictObject *)GLOBALS();
            DEOPT_IF(!PyDict_CheckExact(globals));
            PyDictKeysObject *keys = FT_ATOMIC_LOAD_PTR_ACQUIRE(globals->ma_keys);
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(keys->dk_version) != version);
            assert(DK_IS_UNICODE(keys));
        }

        op(_LOAD_GLOBAL_MODULE, (version/1, unused/1, index/1 -- res)) {
            // An unchanged keys version means that `index` still is the entry of our name.
            PyDictObject *globals = (PyDictObject *)GLOBALS();
            DEOPT_IF(!PyDict_CheckExact(globals));
            PyDictKeysObject *keys = FT_ATOMIC_LOAD_PTR_ACQUIRE(globals->ma_keys);
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(keys->dk_version) != version);
            assert(keys->dk_kind == DICT_KEYS_UNICODE);
            assert(index < keys->dk_nentries);
            PyDictUnicodeEntry *entry = DK_UNICODE_ENTRIES(keys) + index;
            PyObject *value = FT_ATOMIC_LOAD_PTR_RELAXED(entry->me_value);
            DEOPT_IF(value == NULL);
            #ifdef Py_GIL_DISABLED
            int taken = _Py_TryIncrefCompareStackRef(&entry->me_value, value, &res);
            DEOPT_IF(!taken);
            #else
            res = PyStackRef_FromPyObjectNew(value);
            #endif
            STAT_INC(LOAD_GLOBAL, hit);
        }

        op(_LOAD_GLOBAL_BUILTINS, (version/1, index/1 -- res)) {
            // Runs behind the globals guard: the globals are known not to hide the builtin.
            PyDictObject *builtins = (PyDictObject *)BUILTINS();
            DEOPT_IF(!PyDict_CheckExact(builtins));
            PyDictKeysObject *keys = FT_ATOMIC_LOAD_PTR_ACQUIRE(builtins->ma_keys);
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(keys->dk_version) != version);
            assert(keys->dk_kind == DICT_KEYS_UNICODE);
            assert(index < keys->dk_nentries);
            PyDictUnicodeEntry *entry = DK_UNICODE_ENTRIES(keys) + index;
            PyObject *value = FT_ATOMIC_LOAD_PTR_RELAXED(entry->me_value);
            DEOPT_IF(value == NULL);
            #ifdef Py_GIL_DISABLED
            int taken = _Py_TryIncrefCompareStackRef(&entry->me_value, value, &res);
            DEOPT_IF(!taken);
            #else
            res = PyStackRef_FromPyObjectNew(value);
            #endif
            STAT_INC(LOAD_GLOBAL, hit);
        }

        // The module form checks its version itself; the NOP keeps the place of the separate guard.
        macro(LOAD_GLOBAL_MODULE) =
            unused/1 +
            NOP +
            _LOAD_GLOBAL_MODULE +
            _PUSH_NULL_CONDITIONAL;

        macro(LOAD_GLOBAL_BUILTIN) =
            unused/1 +
            _GUARD_GLOBALS_VERSION +
            _LOAD_GLOBAL_BUILTINS +
            _PUSH_NULL_CONDITIONAL;

        /* ---- Local variables and cells ---- */

        inst(DELETE_FAST, ( -- )) {
            _PyStackRef old = GETLOCAL(oparg);
            if (PyStackRef_IsNull(old)) {
                PyObject *name = PyTuple_GET_ITEM(_PyFrame_GetCode(frame)->co_localsplusnames, oparg);
                _PyEval_FormatExcCheckArg(tstate, PyExc_UnboundLocalError, UNBOUNDLOCAL_ERROR_MSG, name);
                ERROR_IF(true);
            }
            // Unbind first: releasing the value may run code that looks at this frame.
            GETLOCAL(oparg) = PyStackRef_NULL;
            PyStackRef_CLOSE(old);
        }

        inst(MAKE_CELL, ( -- )) {
            // An argument that is captured by an inner function moves from its slot into the cell.
            _PyStackRef argument = GETLOCAL(oparg);
            PyObject *initial = NULL;
            if (!PyStackRef_IsNull(argument)) {
                initial = PyStackRef_AsPyObjectBorrow(argument);
            }
            PyObject *cell = PyCell_New(initial);
            if (cell == NULL) {
                ERROR_NO_POP();
            }
            GETLOCAL(oparg) = PyStackRef_FromPyObjectSteal(cell);
            PyStackRef_XCLOSE(argument);
        }

        inst(DELETE_DEREF, ( -- )) {
            PyCellObject *cell = (PyCellObject *)PyStackRef_AsPyObjectBorrow(GETLOCAL(oparg));
            PyObject *old = PyCell_SwapTakeRef(cell, NULL);
            if (old == NULL) {
                _PyEval_FormatExcUnbound(tstate, _PyFrame_GetCode(frame), oparg);
                ERROR_NO_POP();
            }
            Py_DECREF(old);
        }

        inst(LOAD_FROM_DICT_OR_DEREF, (class_dict -- value)) {
            // A class body sees its own namespace before the enclosing function's variable.
            PyObject *name = PyTuple_GET_ITEM(_PyFrame_GetCode(frame)->co_localsplusnames, oparg);
            PyObject *found;
            int err = PyMapping_GetOptionalItem(PyStackRef_AsPyObjectBorrow(class_dict), name, &found);
            if (err < 0) {
                ERROR_NO_POP();
            }
            if (found == NULL) {
                PyCellObject *cell = (PyCellObject *)PyStackRef_AsPyObjectBorrow(GETLOCAL(oparg));
                found = PyCell_GetRef(cell);
                if (found == NULL) {
                    _PyEval_FormatExcUnbound(tstate, _PyFrame_GetCode(frame), oparg);
                    ERROR_NO_POP();
                }
            }
            PyStackRef_CLOSE(class_dict);
            value = PyStackRef_FromPyObjectSteal(found);
        }

        inst(LOAD_DEREF, ( -- value)) {
            PyCellObject *cell = (PyCellObject *)PyStackRef_AsPyObjectBorrow(GETLOCAL(oparg));
            _PyStackRef content = _PyCell_GetStackRef(cell);
            if (PyStackRef_IsNull(content)) {
                _PyEval_FormatExcUnbound(tstate, _PyFrame_GetCode(frame), oparg);
                ERROR_IF(true);
            }
            value = content;
        }

        inst(STORE_DEREF, (v -- )) {
            // Two steps, so that the value is off the stack when the old content is released.
            PyCellObject *cell = (PyCellObject *)PyStackRef_AsPyObjectBorrow(GETLOCAL(oparg));
            PyObject *value = PyStackRef_AsPyObjectSteal(v);
            PyCell_SetTakeRef(cell, value);
        }

        inst(COPY_FREE_VARS, ( -- )) {
            // The function's closure cells become the last slots of the frame's variables.
            PyCodeObject *code = _PyFrame_GetCode(frame);
            assert(oparg == code->co_nfreevars);
            assert(PyStackRef_FunctionCheck(frame->f_funcobj));
            PyFunctionObject *function = (PyFunctionObject *)PyStackRef_AsPyObjectBorrow(frame->f_funcobj);
            PyObject *closure = function->func_closure;
            int start = code->co_nlocalsplus - oparg;
            for (int i = 0; i < oparg; i++) {
                PyObject *cell = PyTuple_GET_ITEM(closure, i);
                frame->localsplus[start + i] = PyStackRef_FromPyObjectNew(cell);
            }
        }

        /* ---- Building strings, templates and containers ---- */

        inst(BUILD_STRING, (pieces[oparg] -- str)) {
            // All pieces are known to be exact strings: they come out of FORMAT_SIMPLE and friends.
            STACKREFS_TO_PYOBJECTS(pieces, oparg, piece_objects);
            if (CONVERSION_FAILED(piece_objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *joined = _PyUnicode_JoinArray(&_Py_STR(empty), piece_objects, oparg);
            STACKREFS_TO_PYOBJECTS_CLEANUP(piece_objects);
            DECREF_INPUTS();
            ERROR_IF(joined == NULL);
            str = PyStackRef_FromPyObjectSteal(joined);
        }

        inst(BUILD_INTERPOLATION, (value, str, format[oparg & 1] -- interpolation)) {
            // Bit 0: a format spec is on the stack. Bits 2 and up: the conversion (0 for none).
            PyObject *spec = &_Py_STR(empty);
            if (oparg & 1) {
                spec = PyStackRef_AsPyObjectBorrow(format[0]);
            }
            PyObject *result = _PyInterpolation_Build(
                PyStackRef_AsPyObjectBorrow(value), PyStackRef_AsPyObjectBorrow(str), oparg >> 2, spec);
            DECREF_INPUTS();
            ERROR_IF(result == NULL);
            interpolation = PyStackRef_FromPyObjectSteal(result);
        }

        inst(BUILD_TEMPLATE, (strings, interpolations -- template)) {
            PyObject *result = _PyTemplate_Build(
                PyStackRef_AsPyObjectBorrow(strings), PyStackRef_AsPyObjectBorrow(interpolations));
            DECREF_INPUTS();
            ERROR_IF(result == NULL);
            template = PyStackRef_FromPyObjectSteal(result);
        }

        inst(BUILD_TUPLE, (values[oparg] -- tup)) {
            // On success the references move into the tuple, on failure they stay on the stack.
            PyObject *tuple = _PyTuple_FromStackRefStealOnSuccess(values, oparg);
            if (tuple == NULL) {
                ERROR_NO_POP();
            }
            INPUTS_DEAD();
            tup = PyStackRef_FromPyObjectSteal(tuple);
        }

        inst(BUILD_LIST, (values[oparg] -- list)) {
            // Ownership as in BUILD_TUPLE.
            PyObject *new_list = _PyList_FromStackRefStealOnSuccess(values, oparg);
            if (new_list == NULL) {
                ERROR_NO_POP();
            }
            INPUTS_DEAD();
            list = PyStackRef_FromPyObjectStealMortal(new_list);
        }

        inst(LIST_EXTEND, (list_st, unused[oparg-1], iterable_st -- list_st, unused[oparg-1])) {
            PyObject *list = PyStackRef_AsPyObjectBorrow(list_st);
            PyObject *iterable = PyStackRef_AsPyObjectBorrow(iterable_st);
            PyObject *none = _PyList_Extend((PyListObject *)list, iterable);
            if (none == NULL) {
                // Only a thing that is no iterable at all gets the message about `*`; a TypeError
                // that was raised while iterating passes unchanged.
                int type_error = _PyErr_ExceptionMatches(tstate, PyExc_TypeError);
                if (type_error && Py_TYPE(iterable)->tp_iter == NULL && !PySequence_Check(iterable)) {
                    _PyErr_Clear(tstate);
                    _PyErr_Format(tstate, PyExc_TypeError,
                                  "Value after * must be an iterable, not %.200s",
                                  Py_TYPE(iterable)->tp_name);
                }
            }
            PyStackRef_CLOSE(iterable_st);
            ERROR_IF(none == NULL);
            assert(Py_IsNone(none));
        }

        inst(SET_UPDATE, (set_st, unused[oparg-1], iterable_st -- set_st, unused[oparg-1])) {
            int err = _PySet_Update(
                PyStackRef_AsPyObjectBorrow(set_st), PyStackRef_AsPyObjectBorrow(iterable_st));
            PyStackRef_CLOSE(iterable_st);
            ERROR_IF(err < 0);
        }

        inst(BUILD_SET, (values[oparg] -- set)) {
            PyObject *new_set = PySet_New(NULL);
            int err = 0;
            if (new_set == NULL) {
                err = -1;
            }
            for (int i = 0; i < oparg; i++) {
                // In source order, up to the first element that cannot be hashed or compared.
                if (err == 0) {
                    err = PySet_Add(new_set, PyStackRef_AsPyObjectBorrow(values[i]));
                }
            }
            DECREF_INPUTS();
            if (err < 0) {
                Py_XDECREF(new_set);
                ERROR_IF(true);
            }
            set = PyStackRef_FromPyObjectStealMortal(new_set);
        }

        inst(BUILD_MAP, (values[oparg*2] -- map)) {
            // Keys and values alternate, hence the two strides of 2.
            STACKREFS_TO_PYOBJECTS(values, oparg*2, items);
            if (CONVERSION_FAILED(items)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *new_dict = _PyDict_FromItems(items, 2, items + 1, 2, oparg);
            STACKREFS_TO_PYOBJECTS_CLEANUP(items);
            DECREF_INPUTS();
            ERROR_IF(new_dict == NULL);
            map = PyStackRef_FromPyObjectStealMortal(new_dict);
        }

        inst(SETUP_ANNOTATIONS, ( -- )) {
            // Gives the local namespace an empty __annotations__ dict unless it has one already.
            PyObject *scope = LOCALS();
            if (scope == NULL) {
                _PyErr_SetString(tstate, PyExc_SystemError,
                                 "no locals found when setting up annotations");
                ERROR_IF(true);
            }
            PyObject *annotations;
            int found = PyMapping_GetOptionalItem(scope, &_Py_ID(__annotations__), &annotations);
            ERROR_IF(found < 0);
            int err = 0;
            if (found == 0) {
                annotations = PyDict_New();
                ERROR_IF(annotations == NULL);
                err = PyObject_SetItem(scope, &_Py_ID(__annotations__), annotations);
            }
            Py_DECREF(annotations);
            ERROR_IF(err < 0);
        }

        // Marks in the compiler's output where the code for the annotations goes.
        pseudo(ANNOTATIONS_PLACEHOLDER, ( -- )) = {
            NOP,
        };

        inst(DICT_UPDATE, (dict_st, unused[oparg - 1], update_st -- dict_st, unused[oparg - 1])) {
            PyObject *update = PyStackRef_AsPyObjectBorrow(update_st);
            int err = PyDict_Update(PyStackRef_AsPyObjectBorrow(dict_st), update);
            if (err < 0) {
                // The missing keys() of something that is no mapping.
                int no_keys = _PyErr_ExceptionMatches(tstate, PyExc_AttributeError);
                if (no_keys) {
                    _PyErr_Format(tstate, PyExc_TypeError, "'%.200s' object is not a mapping",
                                  Py_TYPE(update)->tp_name);
                }
            }
            PyStackRef_CLOSE(update_st);
            ERROR_IF(err < 0);
        }

        inst(DICT_MERGE, (callable, unused, unused, dict_st, unused[oparg - 1], update_st --
                          callable, unused, unused, dict_st, unused[oparg - 1])) {
            // For `f(**a, **b)`: a key that occurs twice is an error, and the callable is what the
            // message names.
            PyObject *update = PyStackRef_AsPyObjectBorrow(update_st);
            int err = _PyDict_MergeEx(PyStackRef_AsPyObjectBorrow(dict_st), update, 2);
            if (err < 0) {
                _PyEval_FormatKwargsError(tstate, PyStackRef_AsPyObjectBorrow(callable), update);
            }
            PyStackRef_CLOSE(update_st);
            ERROR_IF(err < 0);
        }

        inst(MAP_ADD, (dict_st, unused[oparg - 1], key, value -- dict_st, unused[oparg - 1])) {
            PyObject *dict = PyStackRef_AsPyObjectBorrow(dict_st);
            assert(PyDict_CheckExact(dict));
            PyObject *item = PyStackRef_AsPyObjectSteal(value);
            PyObject *item_key = PyStackRef_AsPyObjectSteal(key);
            // Takes over both references, also when it fails.
            int err = _PyDict_SetItem_Take2((PyDictObject *)dict, item_key, item);
            ERROR_IF(err < 0);
        }

        /* ---- Attributes of super() ---- */

        // Argument: bit 0 method load, bit 1 two-argument super(), the rest the name index.
        macro(INSTRUMENTED_LOAD_SUPER_ATTR) =
            unused/1 +
            _LOAD_SUPER_ATTR +
            _PUSH_NULL_CONDITIONAL;

        family(LOAD_SUPER_ATTR, INLINE_CACHE_ENTRIES_LOAD_SUPER_ATTR) = {
            LOAD_SUPER_ATTR_ATTR,
            LOAD_SUPER_ATTR_METHOD,
        };

        specializing op(_SPECIALIZE_LOAD_SUPER_ATTR,
                        (counter/1, global_super_st, class_st, unused -- global_super_st, class_st, unused)) {
            #if ENABLE_SPECIALIZATION_FT
            int load_method = oparg & 1;
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_LoadSuperAttr(global_super_st, class_st, next_instr, load_method);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(LOAD_SUPER_ATTR);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        tier1 op(_LOAD_SUPER_ATTR, (global_super_st, class_st, self_st -- attr)) {
            // The general case really builds the super object, since the name may be rebound.
            PyObject *callee = PyStackRef_AsPyObjectBorrow(global_super_st);
            PyObject *super_args[2];
            super_args[0] = PyStackRef_AsPyObjectBorrow(class_st);
            super_args[1] = PyStackRef_AsPyObjectBorrow(self_st);
            // The source may have said `super()`; then the call has no arguments to report.
            PyObject *reported_arg = &_PyInstrumentation_MISSING;
            if (oparg & 2) {
                reported_arg = super_args[0];
            }
            if (opcode == INSTRUMENTED_LOAD_SUPER_ATTR) {
                int err = _Py_call_instrumentation_2args(
                    tstate, PY_MONITORING_EVENT_CALL, frame, this_instr, callee, reported_arg);
                if (err < 0) {
                    DECREF_INPUTS();
                    ERROR_IF(true);
                }
            }
            PyObject *proxy = PyObject_Vectorcall(callee, super_args, oparg & 2, NULL);
            if (opcode == INSTRUMENTED_LOAD_SUPER_ATTR) {
                if (proxy == NULL) {
                    _Py_call_instrumentation_exc2(
                        tstate, PY_MONITORING_EVENT_C_RAISE, frame, this_instr, callee, reported_arg);
                }
                else {
                    int err = _Py_call_instrumentation_2args(
                        tstate, PY_MONITORING_EVENT_C_RETURN, frame, this_instr, callee, reported_arg);
                    if (err < 0) {
                        Py_CLEAR(proxy);
                    }
                }
            }
            DECREF_INPUTS();
            ERROR_IF(proxy == NULL);
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 2);
            PyObject *value = PyObject_GetAttr(proxy, name);
            Py_DECREF(proxy);
            ERROR_IF(value == NULL);
            attr = PyStackRef_FromPyObjectSteal(value);
        }

        macro(LOAD_SUPER_ATTR) =
            _SPECIALIZE_LOAD_SUPER_ATTR +
            _LOAD_SUPER_ATTR +
            _PUSH_NULL_CONDITIONAL;

        inst(LOAD_SUPER_ATTR_ATTR, (unused/1, global_super_st, class_st, self_st -- attr_st)) {
            // With the builtin super and a real class no super object is needed.
            assert(!(oparg & 1));
            PyObject *cls = PyStackRef_AsPyObjectBorrow(class_st);
            DEOPT_IF(PyStackRef_AsPyObjectBorrow(global_super_st) != (PyObject *)&PySuper_Type);
            DEOPT_IF(!PyType_Check(cls));
            STAT_INC(LOAD_SUPER_ATTR, hit);
            PyObject *self = PyStackRef_AsPyObjectBorrow(self_st);
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 2);
            PyObject *attr = _PySuper_Lookup((PyTypeObject *)cls, self, name, NULL);
            DECREF_INPUTS();
            ERROR_IF(attr == NULL);
            attr_st = PyStackRef_FromPyObjectSteal(attr);
        }

        inst(LOAD_SUPER_ATTR_METHOD,
             (unused/1, global_super_st, class_st, self_st -- attr, self_or_null)) {
            assert(oparg & 1);
            PyObject *cls = PyStackRef_AsPyObjectBorrow(class_st);
            DEOPT_IF(PyStackRef_AsPyObjectBorrow(global_super_st) != (PyObject *)&PySuper_Type);
            DEOPT_IF(!PyType_Check(cls));
            STAT_INC(LOAD_SUPER_ATTR, hit);
            PyObject *self = PyStackRef_AsPyObjectBorrow(self_st);
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 2);
            // An unbound method may only be handed out if the class does not customise getattr.
            int unbound = 0;
            PyObject *found;
            if (Py_TYPE(self)->tp_getattro == PyObject_GenericGetAttr) {
                found = _PySuper_Lookup((PyTypeObject *)cls, self, name, &unbound);
            }
            else {
                found = _PySuper_Lookup((PyTypeObject *)cls, self, name, NULL);
            }
            if (found == NULL) {
                ERROR_NO_POP();
            }
            // With an unbound method the call needs self below its arguments, else an empty slot.
            _PyStackRef receiver = PyStackRef_NULL;
            if (unbound) {
                receiver = self_st;
                DEAD(self_st);
            }
            else {
                PyStackRef_CLOSE(self_st);
            }
            PyStackRef_CLOSE(class_st);
            PyStackRef_CLOSE(global_super_st);
            attr = PyStackRef_FromPyObjectSteal(found);
            self_or_null = receiver;
        }

        /* ---- Loading attributes ---- */

        // The low bit of the argument tells that a call follows: two values are pushed, a method
        // with its self, or any attribute with NULL.
        family(LOAD_ATTR, INLINE_CACHE_ENTRIES_LOAD_ATTR) = {
            LOAD_ATTR_INSTANCE_VALUE,
            LOAD_ATTR_MODULE,
            LOAD_ATTR_WITH_HINT,
            LOAD_ATTR_SLOT,
            LOAD_ATTR_CLASS,
            LOAD_ATTR_CLASS_WITH_METACLASS_CHECK,
            LOAD_ATTR_PROPERTY,
            LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN,
            LOAD_ATTR_METHOD_WITH_VALUES,
            LOAD_ATTR_METHOD_NO_DICT,
            LOAD_ATTR_METHOD_LAZY_DICT,
            LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES,
            LOAD_ATTR_NONDESCRIPTOR_NO_DICT,
        };

        specializing op(_SPECIALIZE_LOAD_ATTR, (counter/1, owner -- owner)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
                next_instr = this_instr;
                _Py_Specialize_LoadAttr(owner, next_instr, name);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(LOAD_ATTR);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        op(_LOAD_ATTR, (owner -- attr, self_or_null[oparg&1])) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
            if (oparg & 1) {
                // The helper takes the receiver and either returns it in self_or_null[0] or
                // releases it and writes NULL there.
                _PyStackRef receiver = owner;
                DEAD(owner);
                attr = _Py_LoadAttr_StackRefSteal(tstate, receiver, name, self_or_null);
                ERROR_IF(PyStackRef_IsNull(attr));
            }
            else {
                PyObject *value = PyObject_GetAttr(PyStackRef_AsPyObjectBorrow(owner), name);
                PyStackRef_CLOSE(owner);
                ERROR_IF(value == NULL);
                attr = PyStackRef_FromPyObjectSteal(value);
            }
        }

        macro(LOAD_ATTR) =
            _SPECIALIZE_LOAD_ATTR +
            unused/8 +
            _LOAD_ATTR;

        op(_GUARD_TYPE_VERSION, (type_version/2, owner -- owner)) {
            // A type's version changes whenever it or one of its bases is modified.
            PyTypeObject *type = Py_TYPE(PyStackRef_AsPyObjectBorrow(owner));
            assert(type_version != 0);
            EXIT_IF(FT_ATOMIC_LOAD_UINT_RELAXED(type->tp_version_tag) != type_version);
        }

        op(_GUARD_TYPE_VERSION_AND_LOCK, (type_version/2, owner -- owner)) {
            // Leaves the object locked on success: the store at the end of the instruction unlocks.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            assert(type_version != 0);
            EXIT_IF(!LOCK_OBJECT(object));
            PyTypeObject *type = Py_TYPE(object);
            if (FT_ATOMIC_LOAD_UINT_RELAXED(type->tp_version_tag) != type_version) {
                UNLOCK_OBJECT(object);
                EXIT_IF(true);
            }
        }

        op(_CHECK_MANAGED_OBJECT_HAS_VALUES, (owner -- owner)) {
            // The inline values lose their validity when a dict takes them over.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            assert(Py_TYPE(object)->tp_dictoffset < 0);
            assert(Py_TYPE(object)->tp_flags & Py_TPFLAGS_INLINE_VALUES);
            PyDictValues *values = _PyObject_InlineValues(object);
            DEOPT_IF(!FT_ATOMIC_LOAD_UINT8(values->valid));
        }

        op(_LOAD_ATTR_INSTANCE_VALUE, (offset/1, owner -- attr)) {
            // `offset` is the distance in bytes from the object to its inline value.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            PyObject **slot = (PyObject **)(((char *)object) + offset);
            PyObject *value = FT_ATOMIC_LOAD_PTR_ACQUIRE(*slot);
            DEOPT_IF(value == NULL);
            #ifdef Py_GIL_DISABLED
            int taken = _Py_TryIncrefCompareStackRef(slot, value, &attr);
            DEOPT_IF(!taken);
            #else
            attr = PyStackRef_FromPyObjectNew(value);
            #endif
            STAT_INC(LOAD_ATTR, hit);
            PyStackRef_CLOSE(owner);
        }

        macro(LOAD_ATTR_INSTANCE_VALUE) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _CHECK_MANAGED_OBJECT_HAS_VALUES +
            _LOAD_ATTR_INSTANCE_VALUE +
            unused/5 +
            _PUSH_NULL_CONDITIONAL;

        op(_LOAD_ATTR_MODULE, (dict_version/2, index/1, owner -- attr)) {
            // Reads the module's dict directly; the keys version pins the entry, as for globals.
            PyObject *module = PyStackRef_AsPyObjectBorrow(owner);
            DEOPT_IF(Py_TYPE(module)->tp_getattro != PyModule_Type.tp_getattro);
            PyDictObject *dict = (PyDictObject *)((PyModuleObject *)module)->md_dict;
            assert(dict != NULL);
            PyDictKeysObject *keys = FT_ATOMIC_LOAD_PTR_ACQUIRE(dict->ma_keys);
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(keys->dk_version) != dict_version);
            assert(keys->dk_kind == DICT_KEYS_UNICODE);
            assert(index < keys->dk_nentries);
            PyDictUnicodeEntry *entry = DK_UNICODE_ENTRIES(keys) + index;
            PyObject *value = FT_ATOMIC_LOAD_PTR_RELAXED(entry->me_value);
            DEOPT_IF(value == NULL);
            #ifdef Py_GIL_DISABLED
            int taken = _Py_TryIncrefCompareStackRef(&entry->me_value, value, &attr);
            DEOPT_IF(!taken);
            #else
            attr = PyStackRef_FromPyObjectNew(value);
            #endif
            STAT_INC(LOAD_ATTR, hit);
            PyStackRef_CLOSE(owner);
        }

        macro(LOAD_ATTR_MODULE) =
            unused/1 +
            _LOAD_ATTR_MODULE +
            unused/5 +
            _PUSH_NULL_CONDITIONAL;

        op(_LOAD_ATTR_WITH_HINT, (hint/1, owner -- attr)) {
            // The hint is where the name was found in some instance dict; it holds if the entry
            // there has that very name as its key.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            assert(Py_TYPE(object)->tp_flags & Py_TPFLAGS_MANAGED_DICT);
            PyDictObject *dict = _PyObject_GetManagedDict(object);
            DEOPT_IF(dict == NULL);
            DEOPT_IF(!LOCK_OBJECT(dict));
            assert(PyDict_Check(dict));
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
            PyDictKeysObject *keys = dict->ma_keys;
            PyObject *value = NULL;
            if (keys->dk_kind == DICT_KEYS_UNICODE && hint < (size_t)keys->dk_nentries) {
                PyDictUnicodeEntry *entry = DK_UNICODE_ENTRIES(keys) + hint;
                if (entry->me_key == name) {
                    value = entry->me_value;
                }
            }
            if (value == NULL) {
                UNLOCK_OBJECT(dict);
                DEOPT_IF(true);
            }
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(value);
            UNLOCK_OBJECT(dict);
            PyStackRef_CLOSE(owner);
        }

        macro(LOAD_ATTR_WITH_HINT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _LOAD_ATTR_WITH_HINT +
            unused/5 +
            _PUSH_NULL_CONDITIONAL;

        op(_LOAD_ATTR_SLOT, (index/1, owner -- attr)) {
            // A __slots__ member: `index` is its byte offset in the object.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            PyObject **slot = (PyObject **)(((char *)object) + index);
            PyObject *value = FT_ATOMIC_LOAD_PTR(*slot);
            DEOPT_IF(value == NULL);
            #ifdef Py_GIL_DISABLED
            int taken = _Py_TryIncrefCompareStackRef(slot, value, &attr);
            DEOPT_IF(!taken);
            #else
            attr = PyStackRef_FromPyObjectNew(value);
            #endif
            STAT_INC(LOAD_ATTR, hit);
            DECREF_INPUTS();
        }

        macro(LOAD_ATTR_SLOT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _LOAD_ATTR_SLOT +
            unused/5 +
            _PUSH_NULL_CONDITIONAL;

        op(_CHECK_ATTR_CLASS, (type_version/2, owner -- owner)) {
            // Here the owner itself is the class whose version is compared.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            EXIT_IF(!PyType_Check(object));
            PyTypeObject *cls = (PyTypeObject *)object;
            assert(type_version != 0);
            EXIT_IF(FT_ATOMIC_LOAD_UINT_RELAXED(cls->tp_version_tag) != type_version);
        }

        op(_LOAD_ATTR_CLASS, (descr/4, owner -- attr)) {
            STAT_INC(LOAD_ATTR, hit);
            assert(descr != NULL);
            attr = PyStackRef_FromPyObjectNew(descr);
            DECREF_INPUTS();
        }

        macro(LOAD_ATTR_CLASS) =
            unused/1 +
            _CHECK_ATTR_CLASS +
            unused/2 +
            _LOAD_ATTR_CLASS +
            _PUSH_NULL_CONDITIONAL;

        macro(LOAD_ATTR_CLASS_WITH_METACLASS_CHECK) =
            unused/1 +
            _CHECK_ATTR_CLASS +
            _GUARD_TYPE_VERSION +
            _LOAD_ATTR_CLASS +
            _PUSH_NULL_CONDITIONAL;

        op(_LOAD_ATTR_PROPERTY_FRAME, (fget/4, owner -- new_frame: _PyInterpreterFrame *)) {
            // A property getter written in Python is entered like a call with one argument.
            assert((oparg & 1) == 0);
            assert(Py_IS_TYPE(fget, &PyFunction_Type));
            PyFunctionObject *getter = (PyFunctionObject *)fget;
            PyCodeObject *code = (PyCodeObject *)getter->func_code;
            DEOPT_IF((code->co_flags & (CO_OPTIMIZED | CO_VARARGS | CO_VARKEYWORDS)) != CO_OPTIMIZED);
            DEOPT_IF(code->co_argcount != 1 || code->co_kwonlyargcount != 0);
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, code->co_framesize));
            STAT_INC(LOAD_ATTR, hit);
            new_frame = _PyFrame_PushUnchecked(tstate, PyStackRef_FromPyObjectNew(fget), 1, frame);
            new_frame->localsplus[0] = owner;
            DEAD(owner);
        }

        macro(LOAD_ATTR_PROPERTY) =
            unused/1 +
            _CHECK_PEP_523 +
            _GUARD_TYPE_VERSION +
            unused/2 +
            _LOAD_ATTR_PROPERTY_FRAME +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        inst(LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN,
             (unused/1, type_version/2, func_version/2, getattribute/4, owner -- unused)) {
            // Enters the class's own Python __getattribute__(self, name).
            assert((oparg & 1) == 0);
            PyTypeObject *type = Py_TYPE(PyStackRef_AsPyObjectBorrow(owner));
            assert(type_version != 0);
            assert(func_version != 0);
            DEOPT_IF(tstate->interp->eval_frame);
            DEOPT_IF(FT_ATOMIC_LOAD_UINT_RELAXED(type->tp_version_tag) != type_version);
            assert(Py_IS_TYPE(getattribute, &PyFunction_Type));
            PyFunctionObject *function = (PyFunctionObject *)getattribute;
            DEOPT_IF(function->func_version != func_version);
            PyCodeObject *code = (PyCodeObject *)function->func_code;
            assert(code->co_argcount == 2);
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, code->co_framesize));
            STAT_INC(LOAD_ATTR, hit);
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg >> 1);
            _PyInterpreterFrame *new_frame = _PyFrame_PushUnchecked(
                tstate, PyStackRef_FromPyObjectNew(function), 2, frame);
            new_frame->localsplus[0] = owner;
            new_frame->localsplus[1] = PyStackRef_FromPyObjectNew(name);
            DEAD(owner);
            // The other frame takes over at once, so our stack pointer must be right now.
            SYNC_SP();
            frame->return_offset = INSTRUCTION_SIZE;
            DISPATCH_INLINED(new_frame);
        }

        /* ---- Specialized attribute stores ---- */

        op(_GUARD_DORV_NO_DICT, (owner -- owner)) {
            // Follows the locking guard, hence the unlock on the way out.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            assert(Py_TYPE(object)->tp_dictoffset < 0);
            assert(Py_TYPE(object)->tp_flags & Py_TPFLAGS_INLINE_VALUES);
            PyDictValues *values = _PyObject_InlineValues(object);
            if (_PyObject_GetManagedDict(object) != NULL || !FT_ATOMIC_LOAD_UINT8(values->valid)) {
                UNLOCK_OBJECT(object);
                EXIT_IF(true);
            }
        }

        op(_STORE_ATTR_INSTANCE_VALUE, (offset/1, value, owner -- )) {
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            STAT_INC(STORE_ATTR, hit);
            assert(_PyObject_GetManagedDict(object) == NULL);
            PyObject **slot = (PyObject **)(((char *)object) + offset);
            PyObject *old = *slot;
            PyObject *new_value = PyStackRef_AsPyObjectSteal(value);
            FT_ATOMIC_STORE_PTR_RELEASE(*slot, new_value);
            if (old == NULL) {
                // A new attribute: a dict made later must list it in the order of assignment.
                PyDictValues *values = _PyObject_InlineValues(object);
                Py_ssize_t index = slot - values->values;
                _PyDictValues_AddToInsertionOrder(values, index);
            }
            UNLOCK_OBJECT(object);
            PyStackRef_CLOSE(owner);
            Py_XDECREF(old);
        }

        macro(STORE_ATTR_INSTANCE_VALUE) =
            unused/1 +
            _GUARD_TYPE_VERSION_AND_LOCK +
            _GUARD_DORV_NO_DICT +
            _STORE_ATTR_INSTANCE_VALUE;

        op(_STORE_ATTR_WITH_HINT, (hint/1, value, owner -- )) {
            // Only overwrites: adding a key would have to go through the dict's insertion.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            assert(Py_TYPE(object)->tp_flags & Py_TPFLAGS_MANAGED_DICT);
            PyDictObject *dict = _PyObject_GetManagedDict(object);
            DEOPT_IF(dict == NULL);
            DEOPT_IF(!LOCK_OBJECT(dict));
            assert(PyDict_Check(dict));
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyDictKeysObject *keys = dict->ma_keys;
            PyDictUnicodeEntry *entry = NULL;
            PyObject *old = NULL;
            if (keys->dk_kind == DICT_KEYS_UNICODE && hint < (size_t)keys->dk_nentries) {
                entry = DK_UNICODE_ENTRIES(keys) + hint;
                if (entry->me_key == name) {
                    old = entry->me_value;
                }
            }
            if (old == NULL) {
                UNLOCK_OBJECT(dict);
                DEOPT_IF(true);
            }
            STAT_INC(STORE_ATTR, hit);
            _PyDict_NotifyEvent(tstate->interp, PyDict_EVENT_MODIFIED, dict, name,
                                PyStackRef_AsPyObjectBorrow(value));
            PyObject *new_value = PyStackRef_AsPyObjectSteal(value);
            FT_ATOMIC_STORE_PTR_RELEASE(entry->me_value, new_value);
            UNLOCK_OBJECT(dict);
            PyStackRef_CLOSE(owner);
            Py_XDECREF(old);
        }

        macro(STORE_ATTR_WITH_HINT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _STORE_ATTR_WITH_HINT;

        op(_STORE_ATTR_SLOT, (index/1, value, owner -- )) {
            // An unset slot holds NULL, so there may be no old value to release.
            PyObject *object = PyStackRef_AsPyObjectBorrow(owner);
            DEOPT_IF(!LOCK_OBJECT(object));
            STAT_INC(STORE_ATTR, hit);
            PyObject **slot = (PyObject **)(((char *)object) + index);
            PyObject *old = *slot;
            PyObject *new_value = PyStackRef_AsPyObjectSteal(value);
            FT_ATOMIC_STORE_PTR_RELEASE(*slot, new_value);
            UNLOCK_OBJECT(object);
            PyStackRef_CLOSE(owner);
            Py_XDECREF(old);
        }

        macro(STORE_ATTR_SLOT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _STORE_ATTR_SLOT;

        /* ---- Comparisons ---- */

        // Argument: bits 5 and up the operator, bit 4 "make it a bool", bits 0 to 3 the outcomes
        // (unordered, less, greater, equal) for which the operator is true.
        family(COMPARE_OP, INLINE_CACHE_ENTRIES_COMPARE_OP) = {
            COMPARE_OP_FLOAT,
            COMPARE_OP_INT,
            COMPARE_OP_STR,
        };

        specializing op(_SPECIALIZE_COMPARE_OP, (counter/1, left, right -- left, right)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_CompareOp(left, right, next_instr, oparg);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(COMPARE_OP);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        op(_COMPARE_OP, (left, right -- res)) {
            assert((oparg >> 5) <= Py_GE);
            PyObject *outcome = PyObject_RichCompare(
                PyStackRef_AsPyObjectBorrow(left), PyStackRef_AsPyObjectBorrow(right), oparg >> 5);
            DECREF_INPUTS();
            ERROR_IF(outcome == NULL);
            if (oparg & 16) {
                int truth = PyObject_IsTrue(outcome);
                Py_DECREF(outcome);
                ERROR_IF(truth < 0);
                res = truth ? PyStackRef_True : PyStackRef_False;
            }
            else {
                res = PyStackRef_FromPyObjectSteal(outcome);
            }
        }

        macro(COMPARE_OP) = _SPECIALIZE_COMPARE_OP + _COMPARE_OP;

        // The specialized forms always give a bool, so bit 4 does not matter to them.
        macro(COMPARE_OP_FLOAT) =
            _GUARD_TOS_FLOAT + _GUARD_NOS_FLOAT + unused/1 + _COMPARE_OP_FLOAT;

        macro(COMPARE_OP_INT) =
            _GUARD_TOS_INT + _GUARD_NOS_INT + unused/1 + _COMPARE_OP_INT;

        macro(COMPARE_OP_STR) =
            _GUARD_TOS_UNICODE + _GUARD_NOS_UNICODE + unused/1 + _COMPARE_OP_STR;

        op(_COMPARE_OP_FLOAT, (left, right -- res)) {
            double a = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(left));
            double b = PyFloat_AS_DOUBLE(PyStackRef_AsPyObjectBorrow(right));
            STAT_INC(COMPARE_OP, hit);
            // A NaN gives the "unordered" bit.
            int outcome = COMPARISON_BIT(a, b);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyFloat_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyFloat_ExactDealloc);
            res = (outcome & oparg) ? PyStackRef_True : PyStackRef_False;
        }

        op(_COMPARE_OP_INT, (left, right -- res)) {
            // Only ints of at most one digit are compared here.
            PyLongObject *left_int = (PyLongObject *)PyStackRef_AsPyObjectBorrow(left);
            PyLongObject *right_int = (PyLongObject *)PyStackRef_AsPyObjectBorrow(right);
            DEOPT_IF(!_PyLong_IsCompact(left_int));
            DEOPT_IF(!_PyLong_IsCompact(right_int));
            STAT_INC(COMPARE_OP, hit);
            Py_ssize_t a = _PyLong_CompactValue(left_int);
            Py_ssize_t b = _PyLong_CompactValue(right_int);
            int outcome = COMPARISON_BIT(a, b);
            PyStackRef_CLOSE_SPECIALIZED(left, _PyLong_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyLong_ExactDealloc);
            res = (outcome & oparg) ? PyStackRef_True : PyStackRef_False;
        }

        op(_COMPARE_OP_STR, (left, right -- res)) {
            // Only == and != come here, so equality decides.
            assert((oparg >> 5) == Py_EQ || (oparg >> 5) == Py_NE);
            STAT_INC(COMPARE_OP, hit);
            int equal = _PyUnicode_Equal(
                PyStackRef_AsPyObjectBorrow(left), PyStackRef_AsPyObjectBorrow(right));
            int outcome = equal ? COMPARISON_EQUALS : COMPARISON_NOT_EQUALS;
            PyStackRef_CLOSE_SPECIALIZED(left, _PyUnicode_ExactDealloc);
            PyStackRef_CLOSE_SPECIALIZED(right, _PyUnicode_ExactDealloc);
            res = (outcome & oparg) ? PyStackRef_True : PyStackRef_False;
        }

        // For both identity and membership an argument of 1 negates the answer.
        inst(IS_OP, (left, right -- b)) {
            int answer = Py_Is(PyStackRef_AsPyObjectBorrow(left), PyStackRef_AsPyObjectBorrow(right));
            DECREF_INPUTS();
            b = (answer ^ oparg) ? PyStackRef_True : PyStackRef_False;
        }

        family(CONTAINS_OP, INLINE_CACHE_ENTRIES_CONTAINS_OP) = {
            CONTAINS_OP_SET,
            CONTAINS_OP_DICT,
        };

        op(_CONTAINS_OP, (left, right -- b)) {
            int answer = PySequence_Contains(
                PyStackRef_AsPyObjectBorrow(right), PyStackRef_AsPyObjectBorrow(left));
            DECREF_INPUTS();
            ERROR_IF(answer < 0);
            b = (answer ^ oparg) ? PyStackRef_True : PyStackRef_False;
        }

        specializing op(_SPECIALIZE_CONTAINS_OP, (counter/1, left, right -- left, right)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                // Only the container decides.
                next_instr = this_instr;
                _Py_Specialize_ContainsOp(right, next_instr);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(CONTAINS_OP);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        macro(CONTAINS_OP) = _SPECIALIZE_CONTAINS_OP + _CONTAINS_OP;

        op(_GUARD_TOS_ANY_SET, (tos -- tos)) {
            // Set or frozenset, but no subclass.
            PyObject *object = PyStackRef_AsPyObjectBorrow(tos);
            DEOPT_IF(!PyAnySet_CheckExact(object));
        }

        macro(CONTAINS_OP_SET) = _GUARD_TOS_ANY_SET + unused/1 + _CONTAINS_OP_SET;

        op(_CONTAINS_OP_SET, (left, right -- b)) {
            PyObject *set = PyStackRef_AsPyObjectBorrow(right);
            assert(PyAnySet_CheckExact(set));
            STAT_INC(CONTAINS_OP, hit);
            int answer = _PySet_Contains((PySetObject *)set, PyStackRef_AsPyObjectBorrow(left));
            DECREF_INPUTS();
            ERROR_IF(answer < 0);
            b = (answer ^ oparg) ? PyStackRef_True : PyStackRef_False;
        }

        macro(CONTAINS_OP_DICT) = _GUARD_TOS_DICT + unused/1 + _CONTAINS_OP_DICT;

        op(_CONTAINS_OP_DICT, (left, right -- b)) {
            PyObject *dict = PyStackRef_AsPyObjectBorrow(right);
            assert(PyDict_CheckExact(dict));
            STAT_INC(CONTAINS_OP, hit);
            int answer = PyDict_Contains(dict, PyStackRef_AsPyObjectBorrow(left));
            DECREF_INPUTS();
            ERROR_IF(answer < 0);
            b = (answer ^ oparg) ? PyStackRef_True : PyStackRef_False;
        }

        /* ---- Matching exceptions ---- */

        inst(CHECK_EG_MATCH, (exc_value_st, match_type_st -- rest, match)) {
            // `except*`: splits the exception into the part that matches and the rest. Either part
            // may be None.
            PyObject *exc_value = PyStackRef_AsPyObjectBorrow(exc_value_st);
            PyObject *match_type = PyStackRef_AsPyObjectBorrow(match_type_st);
            PyObject *matched = NULL;
            PyObject *remaining = NULL;
            int err = _PyEval_CheckExceptStarTypeValid(tstate, match_type);
            if (err == 0) {
                err = _PyEval_ExceptionGroupMatch(frame, exc_value, match_type, &matched, &remaining);
            }
            DECREF_INPUTS();
            ERROR_IF(err < 0);
            assert(matched != NULL && remaining != NULL);
            if (!Py_IsNone(matched)) {
                // The handler body sees its own part as the exception being handled.
                PyErr_SetHandledException(matched);
            }
            rest = PyStackRef_FromPyObjectSteal(remaining);
            match = PyStackRef_FromPyObjectSteal(matched);
        }

        inst(CHECK_EXC_MATCH, (left, right -- left, b)) {
            PyObject *exc = PyStackRef_AsPyObjectBorrow(left);
            PyObject *match_type = PyStackRef_AsPyObjectBorrow(right);
            assert(PyExceptionInstance_Check(exc));
            int err = _PyEval_CheckExceptTypeValid(tstate, match_type);
            if (err < 0) {
                ERROR_NO_POP();
            }
            int matches = PyErr_GivenExceptionMatches(exc, match_type);
            PyStackRef_CLOSE(right);
            b = matches ? PyStackRef_True : PyStackRef_False;
        }

        /* ---- Imports ---- */

        inst(IMPORT_NAME, (level, fromlist -- res)) {
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *module = _PyEval_ImportName(
                tstate, frame, name,
                PyStackRef_AsPyObjectBorrow(fromlist), PyStackRef_AsPyObjectBorrow(level));
            DECREF_INPUTS();
            ERROR_IF(module == NULL);
            res = PyStackRef_FromPyObjectSteal(module);
        }

        inst(IMPORT_FROM, (from -- from, res)) {
            // The module stays below, for the next name of the same statement.
            PyObject *name = GETITEM(FRAME_CO_NAMES, oparg);
            PyObject *value = _PyEval_ImportFrom(tstate, PyStackRef_AsPyObjectBorrow(from), name);
            ERROR_IF(value == NULL);
            res = PyStackRef_FromPyObjectSteal(value);
        }

        /* ---- Jumps ---- */

        // Distances count from the instruction after the jump and its caches.
        tier1 inst(JUMP_FORWARD, ( -- )) {
            JUMPBY(oparg);
        }

        family(JUMP_BACKWARD, 1) = {
            JUMP_BACKWARD_NO_JIT,
            JUMP_BACKWARD_JIT,
        };

        specializing op(_SPECIALIZE_JUMP_BACKWARD, ( -- )) {
            #if ENABLE_SPECIALIZATION_FT
            // Chooses once, by whether this interpreter has a JIT. While LINE or INSTRUCTION events
            // are on, another opcode is in memory here, and must stay there.
            if (this_instr->op.code == JUMP_BACKWARD) {
                uint8_t form = tstate->interp->jit ? JUMP_BACKWARD_JIT : JUMP_BACKWARD_NO_JIT;
                FT_ATOMIC_STORE_UINT8_RELAXED(this_instr->op.code, form);
                // Start over in the chosen form, so that it counts this very iteration.
                next_instr = this_instr;
                DISPATCH_SAME_OPARG();
            }
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        tier1 op(_JIT, ( -- )) {
            // Counts iterations; a loop that has become hot is compiled and entered in tier 2.
            #ifdef _Py_TIER2
            _Py_BackoffCounter counter = this_instr[1].counter;
            if (this_instr->op.code == JUMP_BACKWARD_JIT && backoff_counter_triggers(counter)) {
                // A trace starts at the first EXTENDED_ARG of the jump, one for each higher byte.
                _Py_CODEUNIT *start = this_instr;
                for (int high = oparg >> 8; high > 0; high >>= 8) {
                    start--;
                }
                _PyExecutorObject *executor;
                int optimized = _PyOptimizer_Optimize(frame, start, &executor, 0);
                if (optimized > 0) {
                    this_instr[1].counter = initial_jump_backoff_counter();
                    assert(tstate->current_executor == NULL);
                    GOTO_TIER_TWO(executor);
                }
                else {
                    this_instr[1].counter = restart_backoff_counter(counter);
                    ERROR_IF(optimized < 0);
                }
            }
            else {
                ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            }
            #endif
        }

        macro(JUMP_BACKWARD) =
            unused/1 +
            _SPECIALIZE_JUMP_BACKWARD +
            _CHECK_PERIODIC +
            JUMP_BACKWARD_NO_INTERRUPT;

        macro(JUMP_BACKWARD_NO_JIT) =
            unused/1 +
            _CHECK_PERIODIC +
            JUMP_BACKWARD_NO_INTERRUPT;

        macro(JUMP_BACKWARD_JIT) =
            unused/1 +
            _CHECK_PERIODIC +
            JUMP_BACKWARD_NO_INTERRUPT +
            _JIT;

        // What the compiler emits before it knows directions and distances.
        pseudo(JUMP, ( -- )) = {
            JUMP_FORWARD,
            JUMP_BACKWARD,
        };

        pseudo(JUMP_NO_INTERRUPT, ( -- )) = {
            JUMP_FORWARD,
            JUMP_BACKWARD_NO_INTERRUPT,
        };

        // These two keep the tested value on the stack.
        pseudo(JUMP_IF_FALSE, (cond -- cond)) = [
            COPY, TO_BOOL, POP_JUMP_IF_FALSE,
        ];

        pseudo(JUMP_IF_TRUE, (cond -- cond)) = [
            COPY, TO_BOOL, POP_JUMP_IF_TRUE,
        ];

        tier1 inst(ENTER_EXECUTOR, ( -- )) {
            #ifdef _Py_TIER2
            PyCodeObject *code = _PyFrame_GetCode(frame);
            _PyExecutorObject *executor = code->co_executors->executors[oparg & 255];
            assert(executor->vm_data.valid);
            assert(executor->vm_data.code == code && executor->vm_data.index == INSTR_OFFSET() - 1);
            assert(tstate->current_executor == NULL);
            uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
            if ((breaker & _PY_EVAL_EVENTS_MASK) == 0) {
                // Tier 2 borrows the executor; the code object owns it.
                GOTO_TIER_TWO(executor);
            }
            // Pending work is done in tier 1: run the instruction that the executor replaced, without
            // letting its counter advance.
            next_instr = this_instr;
            opcode = executor->vm_data.opcode;
            oparg = (oparg & ~255) | executor->vm_data.oparg;
            if (_PyOpcode_Caches[_PyOpcode_Deopt[opcode]] > 0) {
                PAUSE_ADAPTIVE_COUNTER(this_instr[1].counter);
            }
            DISPATCH_GOTO();
            #else
            Py_FatalError("ENTER_EXECUTOR is not supported in this build");
            #endif /* _Py_TIER2 */
        }

        // The condition is an exact bool by now, and those are immortal: nothing to release.
        // A NOT_TAKEN right behind the jump is stepped over, as it only exists for monitoring.
        replaced op(_POP_JUMP_IF_FALSE, (cond -- )) {
            assert(PyStackRef_BoolCheck(cond));
            int jump = PyStackRef_IsFalse(cond);
            DEAD(cond);
            RECORD_BRANCH_TAKEN(this_instr[1].cache, jump);
            JUMPBY(jump ? oparg : next_instr->op.code == NOT_TAKEN);
        }

        replaced op(_POP_JUMP_IF_TRUE, (cond -- )) {
            assert(PyStackRef_BoolCheck(cond));
            int jump = PyStackRef_IsTrue(cond);
            DEAD(cond);
            RECORD_BRANCH_TAKEN(this_instr[1].cache, jump);
            JUMPBY(jump ? oparg : next_instr->op.code == NOT_TAKEN);
        }

        op(_IS_NONE, (value -- b)) {
            b = PyStackRef_IsNone(value) ? PyStackRef_True : PyStackRef_False;
            DECREF_INPUTS();
        }

        macro(POP_JUMP_IF_TRUE) = unused/1 + _POP_JUMP_IF_TRUE;

        macro(POP_JUMP_IF_FALSE) = unused/1 + _POP_JUMP_IF_FALSE;

        macro(POP_JUMP_IF_NONE) = unused/1 + _IS_NONE + _POP_JUMP_IF_TRUE;

        macro(POP_JUMP_IF_NOT_NONE) = unused/1 + _IS_NONE + _POP_JUMP_IF_FALSE;

        tier1 inst(JUMP_BACKWARD_NO_INTERRUPT, ( -- )) {
            // As an instruction of its own this closes the loop of `yield from` and `await`. Signals
            // and the like are not looked at there; the innermost frame takes care of them.
            JUMPBY(-oparg);
        }

        /* ---- Structural pattern matching ---- */

        inst(GET_LEN, (obj -- obj, len)) {
            Py_ssize_t length = PyObject_Length(PyStackRef_AsPyObjectBorrow(obj));
            ERROR_IF(length < 0);
            PyObject *number = PyLong_FromSsize_t(length);
            ERROR_IF(number == NULL);
            len = PyStackRef_FromPyObjectSteal(number);
        }

        inst(MATCH_CLASS, (subject, type, names -- attrs)) {
            // The argument counts the positional sub-patterns. A NULL without an exception means
            // that the subject does not match.
            PyObject *values = _PyEval_MatchClass(
                tstate, PyStackRef_AsPyObjectBorrow(subject), PyStackRef_AsPyObjectBorrow(type),
                oparg, PyStackRef_AsPyObjectBorrow(names));
            DECREF_INPUTS();
            if (values == NULL) {
                ERROR_IF(_PyErr_Occurred(tstate));
                attrs = PyStackRef_None;
            }
            else {
                assert(PyTuple_CheckExact(values));
                attrs = PyStackRef_FromPyObjectSteal(values);
            }
        }

        // Whether a type counts as a mapping or a sequence is a flag that the ABCs set.
        inst(MATCH_MAPPING, (subject -- subject, res)) {
            PyTypeObject *type = PyStackRef_TYPE(subject);
            res = (type->tp_flags & Py_TPFLAGS_MAPPING) ? PyStackRef_True : PyStackRef_False;
        }

        inst(MATCH_SEQUENCE, (subject -- subject, res)) {
            PyTypeObject *type = PyStackRef_TYPE(subject);
            res = (type->tp_flags & Py_TPFLAGS_SEQUENCE) ? PyStackRef_True : PyStackRef_False;
        }

        inst(MATCH_KEYS, (subject, keys -- subject, keys, values_or_none)) {
            // A tuple of the values if all keys are there, else None.
            PyObject *values = _PyEval_MatchKeys(
                tstate, PyStackRef_AsPyObjectBorrow(subject), PyStackRef_AsPyObjectBorrow(keys));
            ERROR_IF(values == NULL);
            values_or_none = PyStackRef_FromPyObjectSteal(values);
        }

        /* ---- Iteration ---- */

        inst(GET_ITER, (iterable -- iter)) {
            PyObject *iterator = PyObject_GetIter(PyStackRef_AsPyObjectBorrow(iterable));
            PyStackRef_CLOSE(iterable);
            ERROR_IF(iterator == NULL);
            iter = PyStackRef_FromPyObjectSteal(iterator);
        }

        inst(GET_YIELD_FROM_ITER, (iterable -- iter)) {
            // Generators, and coroutines where they are allowed, are delegated to as they are.
            PyObject *source = PyStackRef_AsPyObjectBorrow(iterable);
            if (PyCoro_CheckExact(source)) {
                int may_await = _PyFrame_GetCode(frame)->co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE);
                if (!may_await) {
                    _PyErr_SetString(tstate, PyExc_TypeError,
                                     "cannot 'yield from' a coroutine object "
                                     "in a non-coroutine generator");
                    ERROR_NO_POP();
                }
            }
            if (PyCoro_CheckExact(source) || PyGen_CheckExact(source)) {
                iter = iterable;
                DEAD(iterable);
            }
            else {
                PyObject *iterator = PyObject_GetIter(source);
                if (iterator == NULL) {
                    ERROR_NO_POP();
                }
                PyStackRef_CLOSE(iterable);
                iter = PyStackRef_FromPyObjectSteal(iterator);
            }
        }

        // When the iterator is exhausted it stays on the stack, and the loop is left by a jump over
        // its END_FOR to the POP_ITER behind that.
        family(FOR_ITER, INLINE_CACHE_ENTRIES_FOR_ITER) = {
            FOR_ITER_LIST,
            FOR_ITER_TUPLE,
            FOR_ITER_RANGE,
            FOR_ITER_GEN,
        };

        specializing op(_SPECIALIZE_FOR_ITER, (counter/1, iter -- iter)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                _Py_Specialize_ForIter(iter, next_instr, oparg);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(FOR_ITER);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif /* ENABLE_SPECIALIZATION_FT */
        }

        replaced op(_FOR_ITER, (iter -- iter, next)) {
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            iternextfunc advance = Py_TYPE(iterator)->tp_iternext;
            if (advance == NULL) {
                // A debugger can put anything into the variable that held the iterator.
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'%.100s' object is not an iterator", Py_TYPE(iterator)->tp_name);
                ERROR_NO_POP();
            }
            PyObject *item = advance(iterator);
            if (item == NULL) {
                // The end shows as no exception or as StopIteration; all else is an error.
                if (_PyErr_Occurred(tstate)) {
                    int at_end = _PyErr_ExceptionMatches(tstate, PyExc_StopIteration);
                    if (!at_end) {
                        ERROR_NO_POP();
                    }
                    _PyEval_MonitorRaise(tstate, frame, this_instr);
                    _PyErr_Clear(tstate);
                }
                assert(next_instr[oparg].op.code == END_FOR ||
                       next_instr[oparg].op.code == INSTRUMENTED_END_FOR);
                JUMPBY(oparg + 1);
                DISPATCH();
            }
            next = PyStackRef_FromPyObjectSteal(item);
        }

        op(_FOR_ITER_TIER_TWO, (iter -- iter, next)) {
            // The same, but a trace ends with the loop: it exits to the code behind it.
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            iternextfunc advance = Py_TYPE(iterator)->tp_iternext;
            if (advance == NULL) {
                // A debugger can put anything into the variable that held the iterator.
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'%.100s' object is not an iterator", Py_TYPE(iterator)->tp_name);
                ERROR_NO_POP();
            }
            PyObject *item = advance(iterator);
            if (item == NULL) {
                if (_PyErr_Occurred(tstate)) {
                    int at_end = _PyErr_ExceptionMatches(tstate, PyExc_StopIteration);
                    if (!at_end) {
                        ERROR_NO_POP();
                    }
                    _PyEval_MonitorRaise(tstate, frame, frame->instr_ptr);
                    _PyErr_Clear(tstate);
                }
                EXIT_IF(true);
            }
            next = PyStackRef_FromPyObjectSteal(item);
        }

        macro(FOR_ITER) = _SPECIALIZE_FOR_ITER + _FOR_ITER;

        inst(INSTRUMENTED_FOR_ITER, (unused/1, iter -- iter, next)) {
            // Entering the body is the left branch. The right one, leaving the loop, is reported by
            // INSTRUMENTED_POP_ITER.
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            iternextfunc advance = Py_TYPE(iterator)->tp_iternext;
            if (advance == NULL) {
                // A debugger can put anything into the variable that held the iterator.
                _PyErr_Format(tstate, PyExc_TypeError,
                              "'%.100s' object is not an iterator", Py_TYPE(iterator)->tp_name);
                ERROR_NO_POP();
            }
            PyObject *item = advance(iterator);
            if (item == NULL) {
                if (_PyErr_Occurred(tstate)) {
                    int at_end = _PyErr_ExceptionMatches(tstate, PyExc_StopIteration);
                    if (!at_end) {
                        ERROR_NO_POP();
                    }
                    _PyEval_MonitorRaise(tstate, frame, this_instr);
                    _PyErr_Clear(tstate);
                }
                assert(next_instr[oparg].op.code == END_FOR ||
                       next_instr[oparg].op.code == INSTRUMENTED_END_FOR);
                JUMPBY(oparg + 1);
                DISPATCH();
            }
            next = PyStackRef_FromPyObjectSteal(item);
            // The item has to be on the stack before a callback runs, or an error would leak it.
            SYNC_SP();
            INSTRUMENTED_JUMP(this_instr, next_instr, PY_MONITORING_EVENT_BRANCH_LEFT);
        }

        // Lists. A finished iterator has an index of -1, which as an unsigned number is past any end.
        op(_ITER_CHECK_LIST, (iter -- iter)) {
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            EXIT_IF(Py_TYPE(iterator) != &PyListIter_Type);
            #ifdef Py_GIL_DISABLED
            // The iterator must be ours alone, and its list one that can be read without a lock.
            EXIT_IF(!_PyObject_IsUniquelyReferenced(iterator));
            PyObject *seq = (PyObject *)((_PyListIterObject *)iterator)->it_seq;
            EXIT_IF(seq != NULL && !_Py_IsOwnedByCurrentThread(seq) && !_PyObject_GC_IS_SHARED(seq));
            #endif
        }

        replaced op(_ITER_JUMP_LIST, (iter -- iter)) {
            _PyListIterObject *it = (_PyListIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(PyStackRef_TYPE(iter) == &PyListIter_Type);
            PyListObject *seq = it->it_seq;
            size_t length = 0;
            if (seq != NULL) {
                length = PyList_GET_SIZE(seq);
            }
            STAT_INC(FOR_ITER, hit);
            if ((size_t)it->it_index >= length) {
                // Finished for good, even if the list grows again.
                it->it_index = -1;
                #ifndef Py_GIL_DISABLED
                it->it_seq = NULL;
                Py_XDECREF(seq);
                #endif
                JUMPBY(oparg + 1);
                DISPATCH();
            }
        }

        op(_GUARD_NOT_EXHAUSTED_LIST, (iter -- iter)) {
            #ifndef Py_GIL_DISABLED
            assert(PyStackRef_TYPE(iter) == &PyListIter_Type);
            _PyListIterObject *it = (_PyListIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            size_t length = 0;
            if (it->it_seq != NULL) {
                length = PyList_GET_SIZE(it->it_seq);
            }
            int exhausted = (size_t)it->it_index >= length;
            if (exhausted) {
                // Final even if the list grows before tier 1 looks again.
                it->it_index = -1;
            }
            EXIT_IF(exhausted);
            #endif
        }

        replaced op(_ITER_NEXT_LIST, (iter -- iter, next)) {
            _PyListIterObject *it = (_PyListIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyListIter_Type);
            PyListObject *seq = it->it_seq;
            assert(seq != NULL);
            #ifdef Py_GIL_DISABLED
            // 1: got the item, 0: the list has shrunk, -1: another thread got in between.
            int got = _PyList_GetItemRefNoLock(seq, it->it_index, &next);
            DEOPT_IF(got < 0);
            if (got == 0) {
                it->it_index = -1;
                JUMPBY(oparg + 1);
                DISPATCH();
            }
            #else
            assert(it->it_index < PyList_GET_SIZE(seq));
            next = PyStackRef_FromPyObjectNew(PyList_GET_ITEM(seq, it->it_index));
            #endif
            it->it_index++;
        }

        op(_ITER_NEXT_LIST_TIER_TWO, (iter -- iter, next)) {
            _PyListIterObject *it = (_PyListIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyListIter_Type);
            PyListObject *seq = it->it_seq;
            assert(seq != NULL);
            #ifdef Py_GIL_DISABLED
            int got = _PyList_GetItemRefNoLock(seq, it->it_index, &next);
            EXIT_IF(got <= 0);
            #else
            assert(it->it_index < PyList_GET_SIZE(seq));
            next = PyStackRef_FromPyObjectNew(PyList_GET_ITEM(seq, it->it_index));
            #endif
            it->it_index++;
        }

        macro(FOR_ITER_LIST) =
            unused/1 +
            _ITER_CHECK_LIST +
            _ITER_JUMP_LIST +
            _ITER_NEXT_LIST;

        // Tuples: as lists, without the worry that the length changes.
        op(_ITER_CHECK_TUPLE, (iter -- iter)) {
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            EXIT_IF(Py_TYPE(iterator) != &PyTupleIter_Type);
            #ifdef Py_GIL_DISABLED
            EXIT_IF(!_PyObject_IsUniquelyReferenced(iterator));
            #endif
        }

        replaced op(_ITER_JUMP_TUPLE, (iter -- iter)) {
            _PyTupleIterObject *it = (_PyTupleIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyTupleIter_Type);
            PyTupleObject *seq = it->it_seq;
            size_t length = 0;
            if (seq != NULL) {
                length = PyTuple_GET_SIZE(seq);
            }
            STAT_INC(FOR_ITER, hit);
            if ((size_t)it->it_index >= length) {
                it->it_seq = NULL;
                Py_XDECREF(seq);
                JUMPBY(oparg + 1);
                DISPATCH();
            }
        }

        op(_GUARD_NOT_EXHAUSTED_TUPLE, (iter -- iter)) {
            _PyTupleIterObject *it = (_PyTupleIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyTupleIter_Type);
            PyTupleObject *seq = it->it_seq;
            EXIT_IF(seq == NULL);
            EXIT_IF((size_t)it->it_index >= (size_t)PyTuple_GET_SIZE(seq));
        }

        op(_ITER_NEXT_TUPLE, (iter -- iter, next)) {
            _PyTupleIterObject *it = (_PyTupleIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyTupleIter_Type);
            Py_ssize_t position = it->it_index;
            it->it_index = position + 1;
            assert(it->it_seq != NULL && position < PyTuple_GET_SIZE(it->it_seq));
            next = PyStackRef_FromPyObjectNew(PyTuple_GET_ITEM(it->it_seq, position));
        }

        macro(FOR_ITER_TUPLE) =
            unused/1 +
            _ITER_CHECK_TUPLE +
            _ITER_JUMP_TUPLE +
            _ITER_NEXT_TUPLE;

        // Ranges: the iterator counts down what is left and holds the next number in C longs.
        op(_ITER_CHECK_RANGE, (iter -- iter)) {
            PyObject *iterator = PyStackRef_AsPyObjectBorrow(iter);
            EXIT_IF(Py_TYPE(iterator) != &PyRangeIter_Type);
            #ifdef Py_GIL_DISABLED
            EXIT_IF(!_PyObject_IsUniquelyReferenced(iterator));
            #endif
        }

        replaced op(_ITER_JUMP_RANGE, (iter -- iter)) {
            _PyRangeIterObject *it = (_PyRangeIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyRangeIter_Type);
            STAT_INC(FOR_ITER, hit);
            if (it->len <= 0) {
                JUMPBY(oparg + 1);
                DISPATCH();
            }
        }

        op(_GUARD_NOT_EXHAUSTED_RANGE, (iter -- iter)) {
            _PyRangeIterObject *it = (_PyRangeIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyRangeIter_Type);
            EXIT_IF(it->len <= 0);
        }

        op(_ITER_NEXT_RANGE, (iter -- iter, next)) {
            _PyRangeIterObject *it = (_PyRangeIterObject *)PyStackRef_AsPyObjectBorrow(iter);
            assert(Py_TYPE(it) == &PyRangeIter_Type);
            assert(it->len > 0);
            PyObject *number = PyLong_FromLong(it->start);
            ERROR_IF(number == NULL);
            it->start += it->step;
            it->len--;
            next = PyStackRef_FromPyObjectSteal(number);
        }

        macro(FOR_ITER_RANGE) =
            unused/1 +
            _ITER_CHECK_RANGE +
            _ITER_JUMP_RANGE +
            _ITER_NEXT_RANGE;

        op(_FOR_ITER_GEN_FRAME, (iter -- iter, gen_frame: _PyInterpreterFrame *)) {
            // Resumes a suspended generator in its own frame, as next() would: by sending None.
            PyGenObject *gen = (PyGenObject *)PyStackRef_AsPyObjectBorrow(iter);
            DEOPT_IF(Py_TYPE(gen) != &PyGen_Type);
            #ifdef Py_GIL_DISABLED
            DEOPT_IF(!_PyObject_IsUniquelyReferenced((PyObject *)gen));
            #endif
            DEOPT_IF(gen->gi_frame_state >= FRAME_EXECUTING);
            STAT_INC(FOR_ITER, hit);
            gen->gi_frame_state = FRAME_EXECUTING;
            gen->gi_exc_state.previous_item = tstate->exc_info;
            tstate->exc_info = &gen->gi_exc_state;
            gen_frame = &gen->gi_iframe;
            gen_frame->previous = frame;
            _PyFrame_StackPush(gen_frame, PyStackRef_None);
            // A yield comes back to the loop body; a return comes back this much further on, to
            // the END_FOR, which drops the returned value.
            frame->return_offset = (uint16_t)(INSTRUCTION_SIZE + oparg);
        }

        macro(FOR_ITER_GEN) =
            unused/1 +
            _CHECK_PEP_523 +
            _FOR_ITER_GEN_FRAME +
            _PUSH_FRAME;

        /* ---- with statements and exception blocks ---- */

        op(_INSERT_NULL, (self -- method_and_self[2])) {
            method_and_self[1] = self;
            method_and_self[0] = PyStackRef_NULL;
            DEAD(self);
        }

        op(_LOAD_SPECIAL, (method_and_self[2] -- method_and_self[2])) {
            // The helper fills slot 0 and empties slot 1 if the method is already bound.
            PyObject *name = _Py_SpecialMethods[oparg].name;
            int found = _PyObject_LookupSpecialMethod(name, method_and_self);
            if (found == 0) {
                PyObject *owner = PyStackRef_AsPyObjectBorrow(method_and_self[1]);
                const char *message = _Py_SpecialMethods[oparg].error;
                int suggest = _PyEval_SpecialMethodCanSuggest(owner, oparg);
                if (suggest) {
                    // "Did you mean `async with`", or the other way round.
                    message = _Py_SpecialMethods[oparg].error_suggestion;
                }
                assert(!_PyErr_Occurred(tstate));
                assert(message != NULL);
                _PyErr_Format(tstate, PyExc_TypeError, message, owner);
            }
            if (found <= 0) {
                ERROR_NO_POP();
            }
        }

        macro(LOAD_SPECIAL) =
            _INSERT_NULL +
            _LOAD_SPECIAL;

        inst(WITH_EXCEPT_START, (exit_func, exit_self, unused, unused, val --
                                 exit_func, exit_self, unused, unused, val, res)) {
            // Calls __exit__(type, value, traceback). On the stack, from the bottom: the method and
            // its self (or NULL), the saved instruction offset, the previous exception, and the one
            // that is now being handled.
            PyObject *exc = PyStackRef_AsPyObjectBorrow(val);
            assert(PyExceptionInstance_Check(exc));
            PyObject *traceback = PyException_GetTraceback(exc);
            // One spare place in front, which the vectorcall protocol may use, then self.
            PyObject *exit_args[5];
            exit_args[0] = NULL;
            exit_args[1] = NULL;
            exit_args[2] = PyExceptionInstance_Class(exc);
            exit_args[3] = exc;
            exit_args[4] = traceback != NULL ? traceback : Py_None;
            int has_self = !PyStackRef_IsNull(exit_self);
            if (has_self) {
                exit_args[1] = PyStackRef_AsPyObjectBorrow(exit_self);
            }
            PyObject *answer = PyObject_Vectorcall(
                PyStackRef_AsPyObjectBorrow(exit_func), exit_args + 2 - has_self,
                (3 + has_self) | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
            Py_XDECREF(traceback);
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        // Block markers of the compiler; they become entries of the exception table. The effects are
        // those at the handler, which finds the exception and, where asked for, the offset below it.
        pseudo(SETUP_FINALLY, ( -- unused), (HAS_ARG)) = {
            NOP,
        };

        pseudo(SETUP_CLEANUP, ( -- unused, unused), (HAS_ARG)) = {
            NOP,
        };

        pseudo(SETUP_WITH, ( -- unused), (HAS_ARG)) = {
            NOP,
        };

        pseudo(POP_BLOCK, ( -- )) = {
            NOP,
        };

        inst(PUSH_EXC_INFO, (exc -- prev_exc, new_exc)) {
            // A handler begins: what was being handled so far moves to the stack, for POP_EXCEPT.
            assert(PyStackRef_ExceptionInstanceCheck(exc));
            _PyErr_StackItem *handled = tstate->exc_info;
            if (handled->exc_value != NULL) {
                prev_exc = PyStackRef_FromPyObjectSteal(handled->exc_value);
            }
            else {
                prev_exc = PyStackRef_None;
            }
            handled->exc_value = PyStackRef_AsPyObjectNew(exc);
            new_exc = exc;
            DEAD(exc);
        }

        /* ---- LOAD_ATTR: methods and other class attributes ---- */

        // The value was found on the class, so the instance must not be able to shadow it. Here the instance
        // still keeps its attributes inline; which names those can be is what the next guard pins down.
        op(_GUARD_DORV_VALUES_INST_ATTR_FROM_DICT, (owner -- owner)) {
            PyObject *self_o = PyStackRef_AsPyObjectBorrow(owner);
            assert(Py_TYPE(self_o)->tp_flags & Py_TPFLAGS_INLINE_VALUES);
            PyDictValues *inline_values = _PyObject_InlineValues(self_o);
            DEOPT_IF(!FT_ATOMIC_LOAD_UINT8(inline_values->valid));
        }

        // The key set shared by all instances of the class is the one the specializer looked at, and the name
        // is not in it.
        op(_GUARD_KEYS_VERSION, (keys_version/2, owner -- owner)) {
            PyTypeObject *type = PyStackRef_TYPE(owner);
            PyDictKeysObject *shared_keys = ((PyHeapTypeObject *)type)->ht_cached_keys;
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(shared_keys->dk_version) != keys_version);
        }

        // A method call is being prepared: the function goes below, the receiver moves up into the self slot.
        op(_LOAD_ATTR_METHOD_WITH_VALUES, (descr/4, owner -- attr, self)) {
            assert(oparg & 1);
            assert(descr != NULL);
            assert(_PyType_HasFeature(Py_TYPE(descr), Py_TPFLAGS_METHOD_DESCRIPTOR));
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(descr);
            self = owner;
            DEAD(owner);
        }

        macro(LOAD_ATTR_METHOD_WITH_VALUES) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _GUARD_DORV_VALUES_INST_ATTR_FROM_DICT +
            _GUARD_KEYS_VERSION +
            _LOAD_ATTR_METHOD_WITH_VALUES;

        // Instances of this type have no dict at all, so the type version alone vouches for the method.
        op(_LOAD_ATTR_METHOD_NO_DICT, (descr/4, owner -- attr, self)) {
            assert(oparg & 1);
            assert(PyStackRef_TYPE(owner)->tp_dictoffset == 0);
            assert(descr != NULL);
            assert(_PyType_HasFeature(Py_TYPE(descr), Py_TPFLAGS_METHOD_DESCRIPTOR));
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(descr);
            self = owner;
            DEAD(owner);
        }

        macro(LOAD_ATTR_METHOD_NO_DICT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            unused/2 +
            _LOAD_ATTR_METHOD_NO_DICT;

        // A plain class attribute that binds nothing: it replaces the instance.
        op(_LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES, (descr/4, owner -- attr)) {
            assert((oparg & 1) == 0);
            assert(descr != NULL);
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(descr);
            PyStackRef_CLOSE(owner);
        }

        macro(LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _GUARD_DORV_VALUES_INST_ATTR_FROM_DICT +
            _GUARD_KEYS_VERSION +
            _LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES;

        op(_LOAD_ATTR_NONDESCRIPTOR_NO_DICT, (descr/4, owner -- attr)) {
            assert((oparg & 1) == 0);
            assert(PyStackRef_TYPE(owner)->tp_dictoffset == 0);
            assert(descr != NULL);
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(descr);
            PyStackRef_CLOSE(owner);
        }

        macro(LOAD_ATTR_NONDESCRIPTOR_NO_DICT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            unused/2 +
            _LOAD_ATTR_NONDESCRIPTOR_NO_DICT;

        // No dict has been made for the instance so far. The cell has no sign: it counts from a managed dict.
        op(_CHECK_ATTR_METHOD_LAZY_DICT, (dictoffset/1, owner -- owner)) {
            char *base = (char *)PyStackRef_AsPyObjectBorrow(owner);
            PyObject **dict_slot = (PyObject **)(base + MANAGED_DICT_OFFSET + dictoffset);
            PyObject *dict = FT_ATOMIC_LOAD_PTR_RELAXED(*dict_slot);
            DEOPT_IF(dict != NULL);
        }

        op(_LOAD_ATTR_METHOD_LAZY_DICT, (descr/4, owner -- attr, self)) {
            assert(oparg & 1);
            assert(descr != NULL);
            assert(_PyType_HasFeature(Py_TYPE(descr), Py_TPFLAGS_METHOD_DESCRIPTOR));
            STAT_INC(LOAD_ATTR, hit);
            attr = PyStackRef_FromPyObjectNew(descr);
            self = owner;
            DEAD(owner);
        }

        macro(LOAD_ATTR_METHOD_LAZY_DICT) =
            unused/1 +
            _GUARD_TYPE_VERSION +
            _CHECK_ATTR_METHOD_LAZY_DICT +
            unused/1 +
            _LOAD_ATTR_METHOD_LAZY_DICT;

        /* ---- CALL: positional arguments only ---- */

        // Stack: the callable, then self or NULL, then oparg arguments. A self that is there is the first
        // argument: it lies directly below the others, so stepping the argument pointer one slot down makes
        // one array of both. Several bodies below do exactly that.
        family(CALL, INLINE_CACHE_ENTRIES_CALL) = {
            CALL_BOUND_METHOD_EXACT_ARGS,
            CALL_PY_EXACT_ARGS,
            CALL_TYPE_1,
            CALL_STR_1,
            CALL_TUPLE_1,
            CALL_BUILTIN_CLASS,
            CALL_BUILTIN_O,
            CALL_BUILTIN_FAST,
            CALL_BUILTIN_FAST_WITH_KEYWORDS,
            CALL_LEN,
            CALL_ISINSTANCE,
            CALL_LIST_APPEND,
            CALL_METHOD_DESCRIPTOR_O,
            CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
            CALL_METHOD_DESCRIPTOR_NOARGS,
            CALL_METHOD_DESCRIPTOR_FAST,
            CALL_ALLOC_AND_ENTER_INIT,
            CALL_PY_GENERAL,
            CALL_BOUND_METHOD_GENERAL,
            CALL_NON_PY_GENERAL,
        };

        specializing op(_SPECIALIZE_CALL, (counter/1, callable, self_or_null, unused[oparg] --
                                           callable, self_or_null, unused[oparg])) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                int argc = oparg + !PyStackRef_IsNull(self_or_null);
                next_instr = this_instr;
                _Py_Specialize_Call(callable, next_instr, argc);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(CALL);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif  /* ENABLE_SPECIALIZATION_FT */
        }

        // Take a bound method apart: its function becomes the callable, its instance fills the self slot.
        op(_MAYBE_EXPAND_METHOD, (callable, self_or_null, unused[oparg] --
                                  callable, self_or_null, unused[oparg])) {
            if (PyStackRef_TYPE(callable) == &PyMethod_Type && PyStackRef_IsNull(self_or_null)) {
                PyMethodObject *bound = (PyMethodObject *)PyStackRef_AsPyObjectBorrow(callable);
                _PyStackRef bound_ref = callable;
                self_or_null = PyStackRef_FromPyObjectNew(bound->im_self);
                callable = PyStackRef_FromPyObjectNew(bound->im_func);
                PyStackRef_CLOSE(bound_ref);
            }
        }

        // Call anything. A Python function is entered by pushing its frame and going on in the same loop;
        // everything else goes through vectorcall. When instrumented, the end of a call into C is an event.
        op(_DO_CALL, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            if (Py_TYPE(callee) == &PyFunction_Type &&
                tstate->interp->eval_frame == NULL &&
                ((PyFunctionObject *)callee)->vectorcall == _PyFunction_Vectorcall)
            {
                PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
                PyObject *locals = NULL;
                if ((code->co_flags & CO_OPTIMIZED) == 0) {
                    // Code without fast locals runs in its globals.
                    locals = Py_NewRef(PyFunction_GET_GLOBALS(callee));
                }
                // Takes the callable, self and the arguments over, also when it fails.
                _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit(
                    tstate, callable, locals, argv, argc, NULL, frame);
                INPUTS_DEAD();
                SYNC_SP();
                if (pushed == NULL) {
                    ERROR_NO_POP();
                }
                frame->return_offset = INSTRUCTION_SIZE;
                DISPATCH_INLINED(pushed);
            }
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *answer = PyObject_Vectorcall(
                callee, objects, argc | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            if (opcode == INSTRUMENTED_CALL) {
                PyObject *first = &_PyInstrumentation_MISSING;
                if (argc > 0) {
                    first = PyStackRef_AsPyObjectBorrow(argv[0]);
                }
                if (answer == NULL) {
                    _Py_call_instrumentation_exc2(
                        tstate, PY_MONITORING_EVENT_C_RAISE, frame, this_instr, callee, first);
                }
                else {
                    int status = _Py_call_instrumentation_2args(
                        tstate, PY_MONITORING_EVENT_C_RETURN, frame, this_instr, callee, first);
                    if (status < 0) {
                        Py_CLEAR(answer);
                    }
                }
            }
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        // Tell the tools that a call is about to happen, and with which first argument.
        op(_MONITOR_CALL, (callable, self_or_null, args[oparg] -- callable, self_or_null, args[oparg])) {
            PyObject *first = &_PyInstrumentation_MISSING;
            if (!PyStackRef_IsNull(self_or_null)) {
                first = PyStackRef_AsPyObjectBorrow(self_or_null);
            }
            else if (oparg > 0) {
                first = PyStackRef_AsPyObjectBorrow(args[0]);
            }
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            int status = _Py_call_instrumentation_2args(
                tstate, PY_MONITORING_EVENT_CALL, frame, this_instr, callee, first);
            ERROR_IF(status != 0);
        }

        macro(CALL) =
            _SPECIALIZE_CALL +
            unused/2 +
            _MAYBE_EXPAND_METHOD +
            _DO_CALL +
            _CHECK_PERIODIC;

        macro(INSTRUMENTED_CALL) =
            unused/3 +
            _MAYBE_EXPAND_METHOD +
            _MONITOR_CALL +
            _DO_CALL +
            _CHECK_PERIODIC;

        /* ---- CALL of a Python function ---- */

        // Build a frame with the general argument binder: defaults, *args and argument count errors included.
        op(_PY_FRAME_GENERAL, (callable, self_or_null, args[oparg] -- new_frame: _PyInterpreterFrame *)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            assert(PyFunction_Check(callee));
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
            PyObject *locals = NULL;
            if ((code->co_flags & CO_OPTIMIZED) == 0) {
                locals = Py_NewRef(PyFunction_GET_GLOBALS(callee));
            }
            _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit(
                tstate, callable, locals, argv, argc, NULL, frame);
            // All operands belong to the frame now, or are gone.
            INPUTS_DEAD();
            SYNC_SP();
            if (pushed == NULL) {
                ERROR_NO_POP();
            }
            new_frame = pushed;
        }

        // One version number stands for everything about a function that a specialized call relies on.
        op(_CHECK_FUNCTION_VERSION, (func_version/2, callable, unused, unused[oparg] --
                                     callable, unused, unused[oparg])) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            EXIT_IF(!PyFunction_Check(callee));
            EXIT_IF(((PyFunctionObject *)callee)->func_version != func_version);
        }

        // The optimizer already knows which function it is; what is left is whether it has been changed.
        tier2 op(_CHECK_FUNCTION_VERSION_INLINE, (func_version/2, callable_o/4 -- )) {
            assert(PyFunction_Check(callable_o));
            EXIT_IF(((PyFunctionObject *)callable_o)->func_version != func_version);
        }

        macro(CALL_PY_GENERAL) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_FUNCTION_VERSION +
            _CHECK_RECURSION_REMAINING +
            _PY_FRAME_GENERAL +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        op(_CHECK_METHOD_VERSION, (func_version/2, callable, null, unused[oparg] --
                                   callable, null, unused[oparg])) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            EXIT_IF(Py_TYPE(callee) != &PyMethod_Type);
            PyObject *wrapped = ((PyMethodObject *)callee)->im_func;
            EXIT_IF(!PyFunction_Check(wrapped));
            EXIT_IF(((PyFunctionObject *)wrapped)->func_version != func_version);
            EXIT_IF(!PyStackRef_IsNull(null));
        }

        // As _MAYBE_EXPAND_METHOD, after a guard has established that there is a bound method to take apart.
        op(_EXPAND_METHOD, (callable, self_or_null, unused[oparg] --
                            callable, self_or_null, unused[oparg])) {
            assert(PyStackRef_IsNull(self_or_null));
            PyMethodObject *bound = (PyMethodObject *)PyStackRef_AsPyObjectBorrow(callable);
            assert(Py_TYPE(bound) == &PyMethod_Type);
            _PyStackRef bound_ref = callable;
            self_or_null = PyStackRef_FromPyObjectNew(bound->im_self);
            callable = PyStackRef_FromPyObjectNew(bound->im_func);
            assert(PyStackRef_FunctionCheck(callable));
            PyStackRef_CLOSE(bound_ref);
        }

        // The flush puts the new self into its stack slot, where the frame builder takes it from.
        macro(CALL_BOUND_METHOD_GENERAL) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_METHOD_VERSION +
            _EXPAND_METHOD +
            flush +
            _CHECK_RECURSION_REMAINING +
            _PY_FRAME_GENERAL +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        // Both kinds that end up in Python code have members of their own; this one serves the rest.
        op(_CHECK_IS_NOT_PY_CALLABLE, (callable, unused, unused[oparg] -- callable, unused, unused[oparg])) {
            PyTypeObject *kind = PyStackRef_TYPE(callable);
            EXIT_IF(kind == &PyFunction_Type);
            EXIT_IF(kind == &PyMethod_Type);
        }

        op(_CALL_NON_PY_GENERAL, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *answer = PyObject_Vectorcall(
                callee, objects, argc | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_NON_PY_GENERAL) =
            unused/1 +
            unused/2 +
            _CHECK_IS_NOT_PY_CALLABLE +
            _CALL_NON_PY_GENERAL +
            _CHECK_PERIODIC;

        op(_CHECK_CALL_BOUND_METHOD_EXACT_ARGS, (callable, null, unused[oparg] --
                                                 callable, null, unused[oparg])) {
            EXIT_IF(!PyStackRef_IsNull(null));
            EXIT_IF(PyStackRef_TYPE(callable) != &PyMethod_Type);
        }

        op(_INIT_CALL_BOUND_METHOD_EXACT_ARGS, (callable, self_or_null, unused[oparg] --
                                                callable, self_or_null, unused[oparg])) {
            assert(PyStackRef_IsNull(self_or_null));
            STAT_INC(CALL, hit);
            PyMethodObject *bound = (PyMethodObject *)PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef bound_ref = callable;
            self_or_null = PyStackRef_FromPyObjectNew(bound->im_self);
            callable = PyStackRef_FromPyObjectNew(bound->im_func);
            PyStackRef_CLOSE(bound_ref);
        }

        // PEP 523: somebody else may evaluate frames. Then none may be pushed behind their back.
        op(_CHECK_PEP_523, ( -- )) {
            DEOPT_IF(tstate->interp->eval_frame != NULL);
        }

        // The version guard came first, so this is a function, and one that takes positional parameters only.
        op(_CHECK_FUNCTION_EXACT_ARGS, (callable, self_or_null, unused[oparg] --
                                        callable, self_or_null, unused[oparg])) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            assert(PyFunction_Check(callee));
            PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
            int argc = oparg + !PyStackRef_IsNull(self_or_null);
            EXIT_IF(code->co_argcount != argc);
        }

        op(_CHECK_STACK_SPACE, (callable, unused, unused[oparg] -- callable, unused, unused[oparg])) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, code->co_framesize));
        }

        // The last permitted level is left to the generic instruction, which raises the RecursionError.
        op(_CHECK_RECURSION_REMAINING, ( -- )) {
            DEOPT_IF(tstate->py_recursion_remaining <= 1);
        }

        // With the argument count known to fit, binding is a move of the operands to the first locals.
        replicate(5) pure op(_INIT_CALL_PY_EXACT_ARGS, (callable, self_or_null, args[oparg] --
                                                        new_frame: _PyInterpreterFrame *)) {
            STAT_INC(CALL, hit);
            int has_self = !PyStackRef_IsNull(self_or_null);
            _PyInterpreterFrame *pushed = _PyFrame_PushUnchecked(tstate, callable, oparg + has_self, frame);
            _PyStackRef *parameter = pushed->localsplus;
            if (has_self) {
                parameter[0] = self_or_null;
                parameter++;
            }
            for (int i = 0; i < oparg; i++) {
                parameter[i] = args[i];
            }
            INPUTS_DEAD();
            new_frame = pushed;
        }

        // Leave the caller's frame as it must look while the callee runs, and continue in the callee.
        op(_PUSH_FRAME, (new_frame: _PyInterpreterFrame * -- )) {
            assert(tstate->interp->eval_frame == NULL);
            _PyInterpreterFrame *callee_frame = new_frame;
            DEAD(new_frame);
            SYNC_SP();
            _PyFrame_SetStackPointer(frame, stack_pointer);
            // With a shim frame in between (see _CREATE_INIT_FRAME) the caller is two steps away.
            assert(callee_frame->previous == frame || callee_frame->previous->previous == frame);
            CALL_STAT_INC(inlined_py_calls);
            tstate->py_recursion_remaining--;
            tstate->current_frame = callee_frame;
            frame = callee_frame;
            LOAD_SP();
            LOAD_IP(0);
            LLTRACE_RESUME_FRAME();
        }

        macro(CALL_BOUND_METHOD_EXACT_ARGS) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_CALL_BOUND_METHOD_EXACT_ARGS +
            _INIT_CALL_BOUND_METHOD_EXACT_ARGS +
            flush +
            _CHECK_FUNCTION_VERSION +
            _CHECK_FUNCTION_EXACT_ARGS +
            _CHECK_STACK_SPACE +
            _CHECK_RECURSION_REMAINING +
            _INIT_CALL_PY_EXACT_ARGS +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        macro(CALL_PY_EXACT_ARGS) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_FUNCTION_VERSION +
            _CHECK_FUNCTION_EXACT_ARGS +
            _CHECK_STACK_SPACE +
            _CHECK_RECURSION_REMAINING +
            _INIT_CALL_PY_EXACT_ARGS +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        /* ---- CALL of a few builtin types with one argument ---- */

        // Those types are immortal and the self slot is known to be NULL, so both may simply be forgotten.

        op(_GUARD_NOS_NULL, (null, unused -- null, unused)) {
            DEOPT_IF(!PyStackRef_IsNull(null));
        }

        op(_GUARD_CALLABLE_TYPE_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != (PyObject *)&PyType_Type);
        }

        // type(x)
        op(_CALL_TYPE_1, (callable, null, arg -- res)) {
            assert(oparg == 1);
            (void)callable;
            (void)null;
            STAT_INC(CALL, hit);
            res = PyStackRef_FromPyObjectNew(PyStackRef_TYPE(arg));
            DEAD(null);
            DEAD(callable);
            PyStackRef_CLOSE(arg);
        }

        macro(CALL_TYPE_1) =
            unused/1 +
            unused/2 +
            _GUARD_NOS_NULL +
            _GUARD_CALLABLE_TYPE_1 +
            _CALL_TYPE_1;

        op(_GUARD_CALLABLE_STR_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != (PyObject *)&PyUnicode_Type);
        }

        // str(x)
        op(_CALL_STR_1, (callable, null, arg -- res)) {
            assert(oparg == 1);
            (void)callable;
            (void)null;
            STAT_INC(CALL, hit);
            PyObject *text = PyObject_Str(PyStackRef_AsPyObjectBorrow(arg));
            DEAD(null);
            DEAD(callable);
            PyStackRef_CLOSE(arg);
            ERROR_IF(text == NULL);
            res = PyStackRef_FromPyObjectSteal(text);
        }

        macro(CALL_STR_1) =
            unused/1 +
            unused/2 +
            _GUARD_NOS_NULL +
            _GUARD_CALLABLE_STR_1 +
            _CALL_STR_1 +
            _CHECK_PERIODIC;

        op(_GUARD_CALLABLE_TUPLE_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != (PyObject *)&PyTuple_Type);
        }

        // tuple(x)
        op(_CALL_TUPLE_1, (callable, null, arg -- res)) {
            assert(oparg == 1);
            (void)callable;
            (void)null;
            STAT_INC(CALL, hit);
            PyObject *tuple = PySequence_Tuple(PyStackRef_AsPyObjectBorrow(arg));
            DEAD(null);
            DEAD(callable);
            PyStackRef_CLOSE(arg);
            ERROR_IF(tuple == NULL);
            res = PyStackRef_FromPyObjectSteal(tuple);
        }

        macro(CALL_TUPLE_1) =
            unused/1 +
            unused/2 +
            _GUARD_NOS_NULL +
            _GUARD_CALLABLE_TUPLE_1 +
            _CALL_TUPLE_1 +
            _CHECK_PERIODIC;

        /* ---- CALL of a Python class with a Python __init__ and nothing else special ---- */

        // Make the empty instance. Afterwards the stack is that of a call of __init__ with it as self.
        op(_CHECK_AND_ALLOCATE_OBJECT, (type_version/2, callable, self_or_null, unused[oparg] --
                                        callable, self_or_null, unused[oparg])) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(!PyStackRef_IsNull(self_or_null));
            DEOPT_IF(!PyType_Check(callee));
            PyTypeObject *type = (PyTypeObject *)callee;
            DEOPT_IF(FT_ATOMIC_LOAD_UINT32_RELAXED(type->tp_version_tag) != type_version);
            assert(type->tp_flags & Py_TPFLAGS_HEAPTYPE);
            assert(type->tp_new == PyBaseObject_Type.tp_new);
            assert(type->tp_alloc == PyType_GenericAlloc);
            PyHeapTypeObject *heap_type = (PyHeapTypeObject *)callee;
            PyObject *init_o = FT_ATOMIC_LOAD_PTR_ACQUIRE(heap_type->_spec_cache.init);
            PyCodeObject *init_code = (PyCodeObject *)PyFunction_GET_CODE(init_o);
            // Two frames will be needed: the one of __init__ and the shim below it.
            int framesizes = init_code->co_framesize + _Py_InitCleanup.co_framesize;
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, framesizes));
            STAT_INC(CALL, hit);
            PyObject *instance = PyType_GenericAlloc(type, 0);
            if (instance == NULL) {
                ERROR_NO_POP();
            }
            _PyStackRef type_ref = callable;
            self_or_null = PyStackRef_FromPyObjectSteal(instance);
            callable = PyStackRef_FromPyObjectNew(init_o);
            PyStackRef_CLOSE(type_ref);
        }

        // Calling a class yields the instance, not what __init__ returns. So a shim frame is put between the
        // caller and __init__: it keeps the instance, checks that __init__ returned None, and returns what it
        // has kept.
        op(_CREATE_INIT_FRAME, (init, self, args[oparg] -- init_frame: _PyInterpreterFrame *)) {
            _PyInterpreterFrame *shim = _PyFrame_PushTrampolineUnchecked(
                tstate, (PyCodeObject *)&_Py_InitCleanup, 1, frame);
            assert(_PyFrame_GetBytecode(shim)[0].op.code == EXIT_INIT_CHECK);
            assert(_PyFrame_GetBytecode(shim)[1].op.code == RETURN_VALUE);
            shim->localsplus[0] = PyStackRef_DUP(self);
            _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit(
                tstate, init, NULL, args - 1, oparg + 1, NULL, shim);
            INPUTS_DEAD();
            SYNC_SP();
            if (pushed == NULL) {
                // Also releases the reference that the shim holds.
                _PyEval_FrameClearAndPop(tstate, shim);
                ERROR_NO_POP();
            }
            frame->return_offset = INSTRUCTION_SIZE;
            // _PUSH_FRAME counts one frame. The shim is the other one, and its return will count back.
            tstate->py_recursion_remaining--;
            init_frame = pushed;
        }

        macro(CALL_ALLOC_AND_ENTER_INIT) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_AND_ALLOCATE_OBJECT +
            _CREATE_INIT_FRAME +
            _PUSH_FRAME;

        // First instruction of the shim: the value on top came back from __init__, below it is the instance.
        inst(EXIT_INIT_CHECK, (should_be_none -- )) {
            if (!PyStackRef_IsNone(should_be_none)) {
                PyErr_Format(PyExc_TypeError,
                             "__init__() should return None, not '%.200s'",
                             PyStackRef_TYPE(should_be_none)->tp_name);
                ERROR_NO_POP();
            }
            DEAD(should_be_none);
        }

        /* ---- CALL of C code, by calling convention ---- */

        // A builtin type with a constructor that speaks vectorcall.
        op(_CALL_BUILTIN_CLASS, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(!PyType_Check(callee));
            PyTypeObject *type = (PyTypeObject *)callee;
            DEOPT_IF(type->tp_vectorcall == NULL);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            STAT_INC(CALL, hit);
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *answer = type->tp_vectorcall(callee, objects, argc, NULL);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_BUILTIN_CLASS) =
            unused/1 +
            unused/2 +
            _CALL_BUILTIN_CLASS +
            _CHECK_PERIODIC;

        // METH_O: exactly one argument, handed over as it is.
        op(_CALL_BUILTIN_O, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            EXIT_IF(argc != 1);
            EXIT_IF(!PyCFunction_CheckExact(callee));
            EXIT_IF(PyCFunction_GET_FLAGS(callee) != METH_O);
            // The generic instruction checks the C stack and raises the error.
            EXIT_IF(_Py_ReachedRecursionLimit(tstate));
            STAT_INC(CALL, hit);
            PyCFunction c_function = PyCFunction_GET_FUNCTION(callee);
            PyObject *answer = _PyCFunction_TrampolineCall(
                c_function, PyCFunction_GET_SELF(callee), PyStackRef_AsPyObjectBorrow(argv[0]));
            _Py_LeaveRecursiveCallTstate(tstate);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_BUILTIN_O) =
            unused/1 +
            unused/2 +
            _CALL_BUILTIN_O +
            _CHECK_PERIODIC;

        // METH_FASTCALL: an array and a count.
        op(_CALL_BUILTIN_FAST, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(!PyCFunction_CheckExact(callee));
            DEOPT_IF(PyCFunction_GET_FLAGS(callee) != METH_FASTCALL);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            STAT_INC(CALL, hit);
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyCFunction c_function = PyCFunction_GET_FUNCTION(callee);
            PyObject *answer = _PyCFunctionFast_CAST(c_function)(PyCFunction_GET_SELF(callee), objects, argc);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_BUILTIN_FAST) =
            unused/1 +
            unused/2 +
            _CALL_BUILTIN_FAST +
            _CHECK_PERIODIC;

        // METH_FASTCALL | METH_KEYWORDS: the same with a tuple of keyword names, here always absent.
        op(_CALL_BUILTIN_FAST_WITH_KEYWORDS, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(!PyCFunction_CheckExact(callee));
            DEOPT_IF(PyCFunction_GET_FLAGS(callee) != (METH_FASTCALL | METH_KEYWORDS));
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            STAT_INC(CALL, hit);
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyCFunction c_function = PyCFunction_GET_FUNCTION(callee);
            PyObject *answer = _PyCFunctionFastWithKeywords_CAST(c_function)(
                PyCFunction_GET_SELF(callee), objects, argc, NULL);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_BUILTIN_FAST_WITH_KEYWORDS) =
            unused/1 +
            unused/2 +
            _CALL_BUILTIN_FAST_WITH_KEYWORDS +
            _CHECK_PERIODIC;

        /* ---- CALL of three builtins that are worth a body of their own ---- */

        op(_GUARD_CALLABLE_LEN, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != tstate->interp->callable_cache.len);
        }

        // len(x)
        op(_CALL_LEN, (callable, null, arg -- res)) {
            (void)null;
            STAT_INC(CALL, hit);
            Py_ssize_t length = PyObject_Length(PyStackRef_AsPyObjectBorrow(arg));
            if (length < 0) {
                ERROR_NO_POP();
            }
            PyObject *length_o = PyLong_FromSsize_t(length);
            if (length_o == NULL) {
                ERROR_NO_POP();
            }
            PyStackRef_CLOSE(arg);
            DEAD(null);
            PyStackRef_CLOSE(callable);
            res = PyStackRef_FromPyObjectSteal(length_o);
        }

        macro(CALL_LEN) =
            unused/1 +
            unused/2 +
            _GUARD_NOS_NULL +
            _GUARD_CALLABLE_LEN +
            _CALL_LEN;

        // isinstance(x, cls)
        inst(CALL_ISINSTANCE, (unused/1, unused/2, callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != tstate->interp->callable_cache.isinstance);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            DEOPT_IF(argc != 2);
            STAT_INC(CALL, hit);
            int verdict = PyObject_IsInstance(
                PyStackRef_AsPyObjectBorrow(argv[0]), PyStackRef_AsPyObjectBorrow(argv[1]));
            if (verdict < 0) {
                ERROR_NO_POP();
            }
            DECREF_INPUTS();
            res = verdict ? PyStackRef_True : PyStackRef_False;
        }

        // list.append(x) as a statement. Nobody looks at the None, so this does the work of the POP_TOP
        // behind it as well.
        inst(CALL_LIST_APPEND, (unused/1, unused/2, callable, self, arg -- )) {
            assert(oparg == 1);
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            DEOPT_IF(callee != tstate->interp->callable_cache.list_append);
            // list.append can also come from an instance attribute, and then there is no self.
            DEOPT_IF(PyStackRef_IsNull(self));
            PyObject *list = PyStackRef_AsPyObjectBorrow(self);
            DEOPT_IF(!PyList_CheckExact(list));
            DEOPT_IF(!LOCK_OBJECT(list));
            STAT_INC(CALL, hit);
            int status = _PyList_AppendTakeRef((PyListObject *)list, PyStackRef_AsPyObjectSteal(arg));
            UNLOCK_OBJECT(list);
            PyStackRef_CLOSE(self);
            PyStackRef_CLOSE(callable);
            ERROR_IF(status < 0);
            #if TIER_ONE
            // Tier 2 leaves the POP_TOP out when it builds the trace.
            assert(next_instr->op.code == POP_TOP);
            SKIP_OVER(1);
            #endif
        }

        /* ---- CALL of a method of a builtin type, unbound, with the receiver as first argument ---- */

        op(_CALL_METHOD_DESCRIPTOR_O, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            EXIT_IF(argc != 2);
            EXIT_IF(!Py_IS_TYPE(callee, &PyMethodDescr_Type));
            PyMethodDescrObject *descriptor = (PyMethodDescrObject *)callee;
            PyMethodDef *definition = descriptor->d_method;
            EXIT_IF(definition->ml_flags != METH_O);
            EXIT_IF(_Py_ReachedRecursionLimit(tstate));
            PyObject *receiver = PyStackRef_AsPyObjectBorrow(argv[0]);
            EXIT_IF(!Py_IS_TYPE(receiver, descriptor->d_common.d_type));
            STAT_INC(CALL, hit);
            PyCFunction c_function = definition->ml_meth;
            PyObject *answer = _PyCFunction_TrampolineCall(
                c_function, receiver, PyStackRef_AsPyObjectBorrow(argv[1]));
            _Py_LeaveRecursiveCallTstate(tstate);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_METHOD_DESCRIPTOR_O) =
            unused/1 +
            unused/2 +
            _CALL_METHOD_DESCRIPTOR_O +
            _CHECK_PERIODIC;

        op(_CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            EXIT_IF(argc == 0);
            EXIT_IF(!Py_IS_TYPE(callee, &PyMethodDescr_Type));
            PyMethodDescrObject *descriptor = (PyMethodDescrObject *)callee;
            PyMethodDef *definition = descriptor->d_method;
            EXIT_IF(definition->ml_flags != (METH_FASTCALL | METH_KEYWORDS));
            PyObject *receiver = PyStackRef_AsPyObjectBorrow(argv[0]);
            EXIT_IF(!Py_IS_TYPE(receiver, descriptor->d_common.d_type));
            STAT_INC(CALL, hit);
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyCFunction c_function = definition->ml_meth;
            PyObject *answer = _PyCFunctionFastWithKeywords_CAST(c_function)(
                receiver, objects + 1, argc - 1, NULL);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS) =
            unused/1 +
            unused/2 +
            _CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS +
            _CHECK_PERIODIC;

        op(_CALL_METHOD_DESCRIPTOR_NOARGS, (callable, self_or_null, args[oparg] -- res)) {
            assert(oparg == 0 || oparg == 1);
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            EXIT_IF(argc != 1);
            EXIT_IF(!Py_IS_TYPE(callee, &PyMethodDescr_Type));
            PyMethodDescrObject *descriptor = (PyMethodDescrObject *)callee;
            PyMethodDef *definition = descriptor->d_method;
            EXIT_IF(definition->ml_flags != METH_NOARGS);
            EXIT_IF(_Py_ReachedRecursionLimit(tstate));
            PyObject *receiver = PyStackRef_AsPyObjectBorrow(argv[0]);
            EXIT_IF(!Py_IS_TYPE(receiver, descriptor->d_common.d_type));
            STAT_INC(CALL, hit);
            PyCFunction c_function = definition->ml_meth;
            PyObject *answer = _PyCFunction_TrampolineCall(c_function, receiver, NULL);
            _Py_LeaveRecursiveCallTstate(tstate);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_METHOD_DESCRIPTOR_NOARGS) =
            unused/1 +
            unused/2 +
            _CALL_METHOD_DESCRIPTOR_NOARGS +
            _CHECK_PERIODIC;

        op(_CALL_METHOD_DESCRIPTOR_FAST, (callable, self_or_null, args[oparg] -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            EXIT_IF(argc == 0);
            EXIT_IF(!Py_IS_TYPE(callee, &PyMethodDescr_Type));
            PyMethodDescrObject *descriptor = (PyMethodDescrObject *)callee;
            PyMethodDef *definition = descriptor->d_method;
            EXIT_IF(definition->ml_flags != METH_FASTCALL);
            PyObject *receiver = PyStackRef_AsPyObjectBorrow(argv[0]);
            EXIT_IF(!Py_IS_TYPE(receiver, descriptor->d_common.d_type));
            STAT_INC(CALL, hit);
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyCFunction c_function = definition->ml_meth;
            PyObject *answer = _PyCFunctionFast_CAST(c_function)(receiver, objects + 1, argc - 1);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_METHOD_DESCRIPTOR_FAST) =
            unused/1 +
            unused/2 +
            _CALL_METHOD_DESCRIPTOR_FAST +
            _CHECK_PERIODIC;

        /* ---- CALL_KW: the last arguments have names ---- */

        // As CALL, with a tuple of names on top. oparg counts positional and named values together; how many
        // are named is the length of the tuple.

        op(_MAYBE_EXPAND_METHOD_KW, (callable, self_or_null, unused[oparg], unused --
                                     callable, self_or_null, unused[oparg], unused)) {
            if (PyStackRef_TYPE(callable) == &PyMethod_Type && PyStackRef_IsNull(self_or_null)) {
                PyMethodObject *bound = (PyMethodObject *)PyStackRef_AsPyObjectBorrow(callable);
                _PyStackRef bound_ref = callable;
                self_or_null = PyStackRef_FromPyObjectNew(bound->im_self);
                callable = PyStackRef_FromPyObjectNew(bound->im_func);
                PyStackRef_CLOSE(bound_ref);
            }
        }

        op(_DO_CALL_KW, (callable, self_or_null, args[oparg], kwnames -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            PyObject *names = PyStackRef_AsPyObjectBorrow(kwnames);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            int positional = argc - (int)PyTuple_GET_SIZE(names);
            if (Py_TYPE(callee) == &PyFunction_Type &&
                tstate->interp->eval_frame == NULL &&
                ((PyFunctionObject *)callee)->vectorcall == _PyFunction_Vectorcall)
            {
                PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
                PyObject *locals = NULL;
                if ((code->co_flags & CO_OPTIMIZED) == 0) {
                    locals = Py_NewRef(PyFunction_GET_GLOBALS(callee));
                }
                _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit(
                    tstate, callable, locals, argv, positional, names, frame);
                // The names were only read; everything below them has a new owner.
                DEAD(args);
                DEAD(self_or_null);
                DEAD(callable);
                PyStackRef_CLOSE(kwnames);
                SYNC_SP();
                if (pushed == NULL) {
                    ERROR_NO_POP();
                }
                frame->return_offset = INSTRUCTION_SIZE;
                DISPATCH_INLINED(pushed);
            }
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *answer = PyObject_Vectorcall(
                callee, objects, positional | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            if (opcode == INSTRUMENTED_CALL_KW) {
                PyObject *first = &_PyInstrumentation_MISSING;
                if (argc > 0) {
                    first = PyStackRef_AsPyObjectBorrow(argv[0]);
                }
                if (answer == NULL) {
                    _Py_call_instrumentation_exc2(
                        tstate, PY_MONITORING_EVENT_C_RAISE, frame, this_instr, callee, first);
                }
                else {
                    int status = _Py_call_instrumentation_2args(
                        tstate, PY_MONITORING_EVENT_C_RETURN, frame, this_instr, callee, first);
                    if (status < 0) {
                        Py_CLEAR(answer);
                    }
                }
            }
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        op(_MONITOR_CALL_KW, (callable, self_or_null, args[oparg], unused --
                              callable, self_or_null, args[oparg], unused)) {
            PyObject *first = &_PyInstrumentation_MISSING;
            if (!PyStackRef_IsNull(self_or_null)) {
                first = PyStackRef_AsPyObjectBorrow(self_or_null);
            }
            else if (oparg > 0) {
                first = PyStackRef_AsPyObjectBorrow(args[0]);
            }
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            int status = _Py_call_instrumentation_2args(
                tstate, PY_MONITORING_EVENT_CALL, frame, this_instr, callee, first);
            ERROR_IF(status != 0);
        }

        specializing op(_SPECIALIZE_CALL_KW, (counter/1, callable, self_or_null, unused[oparg], unused --
                                              callable, self_or_null, unused[oparg], unused)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                int argc = oparg + !PyStackRef_IsNull(self_or_null);
                next_instr = this_instr;
                _Py_Specialize_CallKw(callable, next_instr, argc);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(CALL_KW);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif  /* ENABLE_SPECIALIZATION_FT */
        }

        family(CALL_KW, INLINE_CACHE_ENTRIES_CALL_KW) = {
            CALL_KW_BOUND_METHOD,
            CALL_KW_PY,
            CALL_KW_NON_PY,
        };

        macro(CALL_KW) =
            _SPECIALIZE_CALL_KW +
            unused/2 +
            _MAYBE_EXPAND_METHOD_KW +
            _DO_CALL_KW;

        macro(INSTRUMENTED_CALL_KW) =
            unused/3 +
            _MAYBE_EXPAND_METHOD_KW +
            _MONITOR_CALL_KW +
            _DO_CALL_KW;

        op(_PY_FRAME_KW, (callable, self_or_null, args[oparg], kwnames -- new_frame: _PyInterpreterFrame *)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            assert(PyFunction_Check(callee));
            PyObject *names = PyStackRef_AsPyObjectBorrow(kwnames);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            int positional = argc - (int)PyTuple_GET_SIZE(names);
            PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
            PyObject *locals = NULL;
            if ((code->co_flags & CO_OPTIMIZED) == 0) {
                locals = Py_NewRef(PyFunction_GET_GLOBALS(callee));
            }
            _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit(
                tstate, callable, locals, argv, positional, names, frame);
            DEAD(args);
            DEAD(self_or_null);
            DEAD(callable);
            PyStackRef_CLOSE(kwnames);
            ERROR_IF(pushed == NULL);
            new_frame = pushed;
        }

        op(_CHECK_FUNCTION_VERSION_KW, (func_version/2, callable, unused, unused[oparg], unused --
                                        callable, unused, unused[oparg], unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            EXIT_IF(!PyFunction_Check(callee));
            EXIT_IF(((PyFunctionObject *)callee)->func_version != func_version);
        }

        macro(CALL_KW_PY) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_FUNCTION_VERSION_KW +
            _CHECK_RECURSION_REMAINING +
            _PY_FRAME_KW +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        op(_CHECK_METHOD_VERSION_KW, (func_version/2, callable, null, unused[oparg], unused --
                                      callable, null, unused[oparg], unused)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            EXIT_IF(Py_TYPE(callee) != &PyMethod_Type);
            PyObject *wrapped = ((PyMethodObject *)callee)->im_func;
            EXIT_IF(!PyFunction_Check(wrapped));
            EXIT_IF(((PyFunctionObject *)wrapped)->func_version != func_version);
            EXIT_IF(!PyStackRef_IsNull(null));
        }

        op(_EXPAND_METHOD_KW, (callable, self_or_null, unused[oparg], unused --
                               callable, self_or_null, unused[oparg], unused)) {
            assert(PyStackRef_IsNull(self_or_null));
            PyMethodObject *bound = (PyMethodObject *)PyStackRef_AsPyObjectBorrow(callable);
            assert(Py_TYPE(bound) == &PyMethod_Type);
            _PyStackRef bound_ref = callable;
            self_or_null = PyStackRef_FromPyObjectNew(bound->im_self);
            callable = PyStackRef_FromPyObjectNew(bound->im_func);
            assert(PyStackRef_FunctionCheck(callable));
            PyStackRef_CLOSE(bound_ref);
        }

        macro(CALL_KW_BOUND_METHOD) =
            unused/1 +
            _CHECK_PEP_523 +
            _CHECK_METHOD_VERSION_KW +
            _EXPAND_METHOD_KW +
            flush +
            _PY_FRAME_KW +
            _SAVE_RETURN_OFFSET +
            _PUSH_FRAME;

        op(_CHECK_IS_NOT_PY_CALLABLE_KW, (callable, unused, unused[oparg], unused --
                                          callable, unused, unused[oparg], unused)) {
            PyTypeObject *kind = PyStackRef_TYPE(callable);
            EXIT_IF(kind == &PyFunction_Type);
            EXIT_IF(kind == &PyMethod_Type);
        }

        op(_CALL_KW_NON_PY, (callable, self_or_null, args[oparg], kwnames -- res)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(callable);
            PyObject *names = PyStackRef_AsPyObjectBorrow(kwnames);
            _PyStackRef *argv = args;
            int argc = oparg;
            if (!PyStackRef_IsNull(self_or_null)) {
                argv--;
                argc++;
            }
            STACKREFS_TO_PYOBJECTS(argv, argc, objects);
            if (CONVERSION_FAILED(objects)) {
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            int positional = argc - (int)PyTuple_GET_SIZE(names);
            PyObject *answer = PyObject_Vectorcall(
                callee, objects, positional | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
            STACKREFS_TO_PYOBJECTS_CLEANUP(objects);
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            res = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_KW_NON_PY) =
            unused/1 +
            unused/2 +
            _CHECK_IS_NOT_PY_CALLABLE_KW +
            _CALL_KW_NON_PY +
            _CHECK_PERIODIC;

        /* ---- CALL_FUNCTION_EX: f(*args, **kwargs) ---- */

        // Any iterable may follow the star; from here on it is a tuple.
        op(_MAKE_CALLARGS_A_TUPLE, (func, unused, callargs, unused -- func, unused, callargs, unused)) {
            PyObject *iterable = PyStackRef_AsPyObjectBorrow(callargs);
            if (!PyTuple_CheckExact(iterable)) {
                // Asked first, because its error message can name the function.
                int status = _Py_Check_ArgsIterable(tstate, PyStackRef_AsPyObjectBorrow(func), iterable);
                if (status < 0) {
                    ERROR_NO_POP();
                }
                PyObject *tuple = PySequence_Tuple(iterable);
                if (tuple == NULL) {
                    ERROR_NO_POP();
                }
                _PyStackRef iterable_ref = callargs;
                callargs = PyStackRef_FromPyObjectSteal(tuple);
                PyStackRef_CLOSE(iterable_ref);
            }
        }

        // The keyword arguments are an exact dict (DICT_MERGE made it) or NULL. The CALL event is raised here
        // and not in an op of its own, since the instrumented form is made of the same parts.
        op(_DO_CALL_FUNCTION_EX, (func, null, callargs, kwargs_or_null -- result)) {
            PyObject *callee = PyStackRef_AsPyObjectBorrow(func);
            EVAL_CALL_STAT_INC_IF_FUNCTION(EVAL_CALL_FUNCTION_EX, callee);
            PyObject *first = &_PyInstrumentation_MISSING;
            if (opcode == INSTRUMENTED_CALL_FUNCTION_EX) {
                PyObject *positional = PyStackRef_AsPyObjectBorrow(callargs);
                if (PyTuple_GET_SIZE(positional) > 0) {
                    first = PyTuple_GET_ITEM(positional, 0);
                }
                int status = _Py_call_instrumentation_2args(
                    tstate, PY_MONITORING_EVENT_CALL, frame, this_instr, callee, first);
                if (status != 0) {
                    ERROR_NO_POP();
                }
            }
            if (Py_TYPE(callee) == &PyFunction_Type &&
                tstate->interp->eval_frame == NULL &&
                ((PyFunctionObject *)callee)->vectorcall == _PyFunction_Vectorcall)
            {
                PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(callee);
                PyObject *locals = NULL;
                if ((code->co_flags & CO_OPTIMIZED) == 0) {
                    locals = Py_NewRef(PyFunction_GET_GLOBALS(callee));
                }
                PyObject *keywords = NULL;
                if (!PyStackRef_IsNull(kwargs_or_null)) {
                    keywords = PyStackRef_AsPyObjectSteal(kwargs_or_null);
                }
                else {
                    DEAD(kwargs_or_null);
                }
                PyObject *positional = PyStackRef_AsPyObjectSteal(callargs);
                Py_ssize_t argc = PyTuple_GET_SIZE(positional);
                DEAD(null);
                // Owns all it is given, also when it fails.
                _PyInterpreterFrame *pushed = _PyEvalFramePushAndInit_Ex(
                    tstate, func, locals, argc, positional, keywords, frame);
                DEAD(func);
                SYNC_SP();
                if (pushed == NULL) {
                    ERROR_NO_POP();
                }
                frame->return_offset = INSTRUCTION_SIZE;
                DISPATCH_INLINED(pushed);
            }
            PyObject *keywords = NULL;
            if (!PyStackRef_IsNull(kwargs_or_null)) {
                keywords = PyStackRef_AsPyObjectBorrow(kwargs_or_null);
            }
            PyObject *answer = PyObject_Call(callee, PyStackRef_AsPyObjectBorrow(callargs), keywords);
            // Functions and methods report their own return; only C code is reported by its caller.
            if (opcode == INSTRUMENTED_CALL_FUNCTION_EX &&
                !PyFunction_Check(callee) &&
                !PyMethod_Check(callee))
            {
                if (answer == NULL) {
                    _Py_call_instrumentation_exc2(
                        tstate, PY_MONITORING_EVENT_C_RAISE, frame, this_instr, callee, first);
                }
                else {
                    int status = _Py_call_instrumentation_2args(
                        tstate, PY_MONITORING_EVENT_C_RETURN, frame, this_instr, callee, first);
                    if (status < 0) {
                        Py_CLEAR(answer);
                    }
                }
            }
            assert((answer != NULL) ^ (_PyErr_Occurred(tstate) != NULL));
            DECREF_INPUTS();
            ERROR_IF(answer == NULL);
            result = PyStackRef_FromPyObjectSteal(answer);
        }

        macro(CALL_FUNCTION_EX) =
            _MAKE_CALLARGS_A_TUPLE +
            _DO_CALL_FUNCTION_EX +
            _CHECK_PERIODIC;

        macro(INSTRUMENTED_CALL_FUNCTION_EX) =
            _MAKE_CALLARGS_A_TUPLE +
            _DO_CALL_FUNCTION_EX +
            _CHECK_PERIODIC;

        /* ---- Functions and generators ---- */

        inst(MAKE_FUNCTION, (codeobj -- func)) {
            PyObject *code_o = PyStackRef_AsPyObjectBorrow(codeobj);
            uint32_t version = ((PyCodeObject *)code_o)->co_version;
            PyObject *function = PyFunction_New(code_o, GLOBALS());
            PyStackRef_CLOSE(codeobj);
            ERROR_IF(function == NULL);
            // Functions made from the same code share its version, so specialized calls fit all of them.
            _PyFunction_SetVersion((PyFunctionObject *)function, version);
            func = PyStackRef_FromPyObjectSteal(function);
        }

        // Completes a function that MAKE_FUNCTION has just made. The flag in oparg picks the field.
        inst(SET_FUNCTION_ATTRIBUTE, (attr, func_in -- func_out)) {
            size_t field_offset = 0;
            if (oparg <= MAKE_FUNCTION_ANNOTATE) {
                field_offset = _Py_FunctionAttributeOffsets[oparg];
            }
            if (field_offset == 0) {
                // The compiler emits no other flags, but code objects can be made by hand.
                _PyErr_Format(tstate, PyExc_SystemError, "unknown function attribute flag %d", oparg);
                DECREF_INPUTS();
                ERROR_IF(true);
            }
            PyObject *function = PyStackRef_AsPyObjectBorrow(func_in);
            assert(PyFunction_Check(function));
            PyObject *attr_o = PyStackRef_AsPyObjectBorrow(attr);
            if (oparg == MAKE_FUNCTION_ANNOTATE && PyFunction_Check(attr_o)) {
                // The function that computes the annotations is named after the one that it belongs to.
                PyObject *qualname = PyUnicode_FromFormat(
                    "%U.__annotate__", ((PyFunctionObject *)function)->func_qualname);
                if (qualname == NULL) {
                    DECREF_INPUTS();
                    ERROR_IF(true);
                }
                Py_SETREF(((PyFunctionObject *)attr_o)->func_qualname, qualname);
            }
            PyObject **field = (PyObject **)((char *)function + field_offset);
            PyObject *replaced_o = *field;
            *field = PyStackRef_AsPyObjectSteal(attr);
            func_out = func_in;
            DEAD(func_in);
            // NULL unless the code sets the same attribute twice.
            Py_XDECREF(replaced_o);
        }

        // Start of the body of a generator, coroutine or asynchronous generator. The call made an ordinary
        // frame with the arguments bound; it moves into a new generator object, and that object is what the
        // caller gets back.
        inst(RETURN_GENERATOR, ( -- res)) {
            assert(PyStackRef_FunctionCheck(frame->f_funcobj));
            PyFunctionObject *function = (PyFunctionObject *)PyStackRef_AsPyObjectBorrow(frame->f_funcobj);
            PyObject *generator_o = _Py_MakeCoro(function);
            ERROR_IF(generator_o == NULL);
            assert(STACK_LEVEL() == 0);
            SAVE_STACK();
            PyGenObject *generator = (PyGenObject *)generator_o;
            _PyInterpreterFrame *gen_frame = &generator->gi_iframe;
            // The first resumption goes on behind this instruction.
            frame->instr_ptr++;
            _PyFrame_Copy(frame, gen_frame);
            assert(frame->frame_obj == NULL);
            generator->gi_frame_state = FRAME_CREATED;
            gen_frame->owner = FRAME_OWNED_BY_GENERATOR;
            // What was in the frame lives on in the copy, so the frame is dropped without clearing it.
            _PyInterpreterFrame *caller = frame->previous;
            _Py_LeaveRecursiveCallPy(tstate);
            _PyThreadState_PopFrame(tstate, frame);
            tstate->current_frame = caller;
            frame = caller;
            LOAD_IP(frame->return_offset);
            RELOAD_STACK();
            res = PyStackRef_FromPyObjectStealMortal(generator_o);
            LLTRACE_RESUME_FRAME();
        }

        /* ---- Slices and f-strings ---- */

        inst(BUILD_SLICE, (args[oparg] -- slice)) {
            assert(oparg == 2 || oparg == 3);
            PyObject *step = NULL;
            if (oparg == 3) {
                step = PyStackRef_AsPyObjectBorrow(args[2]);
            }
            PyObject *slice_o = PySlice_New(
                PyStackRef_AsPyObjectBorrow(args[0]), PyStackRef_AsPyObjectBorrow(args[1]), step);
            DECREF_INPUTS();
            ERROR_IF(slice_o == NULL);
            slice = PyStackRef_FromPyObjectStealMortal(slice_o);
        }

        // The !s, !r and !a of a replacement field.
        inst(CONVERT_VALUE, (value -- result)) {
            assert(oparg >= FVC_STR && oparg <= FVC_ASCII);
            conversion_func convert = _PyEval_ConversionFuncs[oparg];
            PyObject *text = convert(PyStackRef_AsPyObjectBorrow(value));
            PyStackRef_CLOSE(value);
            ERROR_IF(text == NULL);
            result = PyStackRef_FromPyObjectSteal(text);
        }

        // format(value) with no specification. An exact string would only return itself.
        inst(FORMAT_SIMPLE, (value -- res)) {
            PyObject *value_o = PyStackRef_AsPyObjectBorrow(value);
            if (PyUnicode_CheckExact(value_o)) {
                res = value;
                DEAD(value);
            }
            else {
                PyObject *text = PyObject_Format(value_o, NULL);
                PyStackRef_CLOSE(value);
                ERROR_IF(text == NULL);
                res = PyStackRef_FromPyObjectSteal(text);
            }
        }

        inst(FORMAT_WITH_SPEC, (value, fmt_spec -- res)) {
            PyObject *text = PyObject_Format(
                PyStackRef_AsPyObjectBorrow(value), PyStackRef_AsPyObjectBorrow(fmt_spec));
            DECREF_INPUTS();
            ERROR_IF(text == NULL);
            res = PyStackRef_FromPyObjectSteal(text);
        }

        /* ---- COPY, BINARY_OP, SWAP ---- */

        // oparg counts from the top, which is 1.
        pure inst(COPY, (bottom, unused[oparg-1] -- bottom, unused[oparg-1], top)) {
            assert(oparg > 0);
            top = PyStackRef_DUP(bottom);
        }

        specializing op(_SPECIALIZE_BINARY_OP, (counter/1, lhs, rhs -- lhs, rhs)) {
            #if ENABLE_SPECIALIZATION_FT
            if (ADAPTIVE_COUNTER_TRIGGERS(counter)) {
                next_instr = this_instr;
                // The local variables are needed to see whether the result of s + t goes back to s.
                _Py_Specialize_BinaryOp(lhs, rhs, next_instr, oparg, LOCALS_ARRAY);
                DISPATCH_SAME_OPARG();
            }
            OPCODE_DEFERRED_INC(BINARY_OP);
            ADVANCE_ADAPTIVE_COUNTER(this_instr[1].counter);
            #endif  /* ENABLE_SPECIALIZATION_FT */
            assert(oparg >= 0 && oparg <= NB_OPARG_LAST);
        }

        op(_BINARY_OP, (lhs, rhs -- res)) {
            binaryfunc operation = _PyEval_BinaryOps[oparg];
            assert(operation != NULL);
            PyObject *res_o = operation(PyStackRef_AsPyObjectBorrow(lhs), PyStackRef_AsPyObjectBorrow(rhs));
            if (res_o == NULL) {
                ERROR_NO_POP();
            }
            res = PyStackRef_FromPyObjectSteal(res_o);
            DECREF_INPUTS();
        }

        macro(BINARY_OP) = _SPECIALIZE_BINARY_OP + unused/4 + _BINARY_OP;

        pure inst(SWAP, (bottom, unused[oparg-2], top -- bottom, unused[oparg-2], top)) {
            assert(oparg >= 2);
            _PyStackRef lower = bottom;
            bottom = top;
            top = lower;
        }

        /* ---- Instrumentation ---- */

        // Stands in place of the first instruction of a line; the real opcode is kept in the line data of the
        // code object. Raises the line event, then executes that real opcode at this very place.
        inst(INSTRUMENTED_LINE, ( -- )) {
            int real_opcode = 0;
            if (tstate->tracing) {
                // A tool is running right now and is not told about itself.
                PyCodeObject *code = _PyFrame_GetCode(frame);
                _PyCoLineInstrumentationData *lines = code->_co_monitoring->lines;
                int index = (int)(this_instr - _PyFrame_GetBytecode(frame));
                real_opcode = lines->data[index * lines->bytes_per_entry];
                next_instr = this_instr;
            }
            else {
                real_opcode = _Py_call_instrumentation_line(tstate, frame, this_instr, prev_instr);
                if (real_opcode < 0) {
                    goto error;
                }
                next_instr = frame->instr_ptr;
                if (next_instr != this_instr) {
                    // The tool has set frame.f_lineno.
                    DISPATCH();
                }
            }
            assert(real_opcode > 0 && real_opcode < 256);
            if (_PyOpcode_Caches[real_opcode]) {
                // Specialization would write its opcode over the instrumented one.
                PAUSE_ADAPTIVE_COUNTER(next_instr[1].counter);
            }
            opcode = real_opcode;
            DISPATCH_GOTO();
        }

        // The same for events on every instruction.
        inst(INSTRUMENTED_INSTRUCTION, ( -- )) {
            int real_opcode = _Py_call_instrumentation_instruction(tstate, frame, this_instr);
            ERROR_IF(real_opcode < 0);
            assert(real_opcode > 0 && real_opcode < 256);
            next_instr = this_instr;
            if (_PyOpcode_Caches[real_opcode]) {
                PAUSE_ADAPTIVE_COUNTER(next_instr[1].counter);
            }
            opcode = real_opcode;
            DISPATCH_GOTO();
        }

        inst(INSTRUMENTED_JUMP_FORWARD, ( -- )) {
            INSTRUMENTED_JUMP(this_instr, next_instr + oparg, PY_MONITORING_EVENT_JUMP);
        }

        op(_MONITOR_JUMP_BACKWARD, ( -- )) {
            INSTRUMENTED_JUMP(this_instr, next_instr - oparg, PY_MONITORING_EVENT_JUMP);
        }

        // Signals are handled before the jump, while the frame still stands on this instruction.
        macro(INSTRUMENTED_JUMP_BACKWARD) =
            unused/1 +
            _CHECK_PERIODIC +
            _MONITOR_JUMP_BACKWARD;

        // Follows a conditional jump and marks the path on which it was not taken, for instrumentation only.
        macro(NOT_TAKEN) = NOP;

        // The event belongs to the conditional jump before this instruction, hence prev_instr.
        inst(INSTRUMENTED_NOT_TAKEN, ( -- )) {
            (void)this_instr;  // The macro needs it.
            INSTRUMENTED_JUMP(prev_instr, next_instr, PY_MONITORING_EVENT_BRANCH_LEFT);
        }

        // For all four: the operand is off the stack before a tool can look at the frame.
        inst(INSTRUMENTED_POP_JUMP_IF_TRUE, (unused/1, cond -- )) {
            assert(PyStackRef_BoolCheck(cond));
            int taken = PyStackRef_IsTrue(cond);
            DEAD(cond);
            SYNC_SP();
            RECORD_BRANCH_TAKEN(this_instr[1].cache, taken);
            if (taken) {
                INSTRUMENTED_JUMP(this_instr, next_instr + oparg, PY_MONITORING_EVENT_BRANCH_RIGHT);
            }
        }

        inst(INSTRUMENTED_POP_JUMP_IF_FALSE, (unused/1, cond -- )) {
            assert(PyStackRef_BoolCheck(cond));
            int taken = PyStackRef_IsFalse(cond);
            DEAD(cond);
            SYNC_SP();
            RECORD_BRANCH_TAKEN(this_instr[1].cache, taken);
            if (taken) {
                INSTRUMENTED_JUMP(this_instr, next_instr + oparg, PY_MONITORING_EVENT_BRANCH_RIGHT);
            }
        }

        inst(INSTRUMENTED_POP_JUMP_IF_NONE, (unused/1, value -- )) {
            int taken = PyStackRef_IsNone(value);
            PyStackRef_CLOSE(value);
            SYNC_SP();
            RECORD_BRANCH_TAKEN(this_instr[1].cache, taken);
            if (taken) {
                INSTRUMENTED_JUMP(this_instr, next_instr + oparg, PY_MONITORING_EVENT_BRANCH_RIGHT);
            }
        }

        inst(INSTRUMENTED_POP_JUMP_IF_NOT_NONE, (unused/1, value -- )) {
            int taken = !PyStackRef_IsNone(value);
            PyStackRef_CLOSE(value);
            SYNC_SP();
            RECORD_BRANCH_TAKEN(this_instr[1].cache, taken);
            if (taken) {
                INSTRUMENTED_JUMP(this_instr, next_instr + oparg, PY_MONITORING_EVENT_BRANCH_RIGHT);
            }
        }

        /* ---- Code units that are not instructions in their own right ---- */

        // Eight more high bits for the argument of the next instruction, which is executed right away.
        tier1 inst(EXTENDED_ARG, ( -- )) {
            assert(oparg);
            opcode = next_instr->op.code;
            oparg = (oparg << 8) | next_instr->op.arg;
            PRE_DISPATCH_GOTO();
            DISPATCH_GOTO();
        }

        tier1 inst(CACHE, ( -- )) {
            assert(0 && "an inline cache entry was executed");
            Py_FatalError("an inline cache entry was executed");
        }

        tier1 inst(RESERVED, ( -- )) {
            assert(0 && "the reserved opcode was executed");
            Py_FatalError("the reserved opcode was executed");
        }

        /* ---- Tier 2 only ---- */

        // Traces follow one path. Where the program can leave it, a guard takes the side exit. The operand is
        // popped by then, just as the jump it stands for would have popped it.

        op(_GUARD_IS_TRUE_POP, (flag -- )) {
            int holds = PyStackRef_IsTrue(flag);
            DEAD(flag);
            SYNC_SP();
            EXIT_IF(!holds);
        }

        op(_GUARD_IS_FALSE_POP, (flag -- )) {
            int holds = PyStackRef_IsFalse(flag);
            DEAD(flag);
            SYNC_SP();
            EXIT_IF(!holds);
        }

        op(_GUARD_IS_NONE_POP, (val -- )) {
            int is_none = PyStackRef_IsNone(val);
            PyStackRef_CLOSE(val);
            SYNC_SP();
            EXIT_IF(!is_none);
        }

        op(_GUARD_IS_NOT_NONE_POP, (val -- )) {
            int is_none = PyStackRef_IsNone(val);
            PyStackRef_CLOSE(val);
            SYNC_SP();
            EXIT_IF(is_none);
        }

        // End of a trace that loops back to its own start.
        op(_JUMP_TO_TOP, ( -- )) {
            JUMP_TO_JUMP_TARGET();
        }

        // Tier 2 has no instruction pointer of its own; what needs one in the frame has it set first.
        tier2 op(_SET_IP, (instr_ptr/4 -- )) {
            frame->instr_ptr = (_Py_CODEUNIT *)instr_ptr;
        }

        // Space and recursion depth for several frames at once, summed up by the optimizer.
        tier2 op(_CHECK_STACK_SPACE_OPERAND, (framesize/2 -- )) {
            assert(framesize <= INT_MAX);
            DEOPT_IF(!_PyThreadState_HasStackSpace(tstate, framesize));
            DEOPT_IF(tstate->py_recursion_remaining <= 1);
        }

        // How far behind the calling instruction the caller goes on. In tier 2 the distance is in oparg.
        op(_SAVE_RETURN_OFFSET, ( -- )) {
            #if TIER_ONE
            frame->return_offset = (uint16_t)(next_instr - this_instr);
            #endif
            #if TIER_TWO
            frame->return_offset = oparg;
            #endif
        }

        // Leave the trace at one of its exits. A hot exit gets a trace of its own, linked directly; a cold
        // one leads back to tier 1, to the exit's target.
        tier2 op(_EXIT_TRACE, (exit_p/4 -- )) {
            _PyExitData *side_exit = (_PyExitData *)exit_p;
            PyCodeObject *code = _PyFrame_GetCode(frame);
            _Py_CODEUNIT *target = _PyFrame_GetBytecode(frame) + side_exit->target;
            if (side_exit->executor != NULL && !side_exit->executor->vm_data.valid) {
                side_exit->temperature = initial_temperature_backoff_counter();
                Py_CLEAR(side_exit->executor);
            }
            if (side_exit->executor == NULL) {
                _Py_BackoffCounter temperature = side_exit->temperature;
                if (!backoff_counter_triggers(temperature)) {
                    side_exit->temperature = advance_backoff_counter(temperature);
                    GOTO_TIER_ONE(target);
                }
                _PyExecutorObject *executor = NULL;
                if (target->op.code == ENTER_EXECUTOR) {
                    executor = code->co_executors->executors[target->op.arg];
                    Py_INCREF(executor);
                }
                else {
                    int depth = current_executor->vm_data.chain_depth + 1;
                    int made = _PyOptimizer_Optimize(frame, target, &executor, depth);
                    if (made <= 0) {
                        side_exit->temperature = restart_backoff_counter(temperature);
                        if (made < 0) {
                            // NULL: an exception is set, tier 1 has to handle it.
                            target = NULL;
                        }
                        GOTO_TIER_ONE(target);
                    }
                    side_exit->temperature = initial_temperature_backoff_counter();
                }
                // The exit keeps the reference.
                side_exit->executor = executor;
            }
            GOTO_TIER_TWO(side_exit->executor);
        }

        // Something the trace was built on has changed, and the executor was marked invalid for it.
        tier2 op(_CHECK_VALIDITY, ( -- )) {
            DEOPT_IF(!current_executor->vm_data.valid);
        }

        // Constants that the optimizer computed. The executor keeps them alive; BORROW is for immortal ones.
        tier2 pure op(_LOAD_CONST_INLINE, (ptr/4 -- value)) {
            value = PyStackRef_FromPyObjectNew(ptr);
        }

        tier2 pure op(_POP_TOP_LOAD_CONST_INLINE, (ptr/4, pop -- value)) {
            PyStackRef_CLOSE(pop);
            value = PyStackRef_FromPyObjectNew(ptr);
        }

        tier2 pure op(_LOAD_CONST_INLINE_BORROW, (ptr/4 -- value)) {
            value = PyStackRef_FromPyObjectImmortal(ptr);
        }

        tier2 pure op(_POP_TOP_LOAD_CONST_INLINE_BORROW, (ptr/4, pop -- value)) {
            PyStackRef_CLOSE(pop);
            value = PyStackRef_FromPyObjectImmortal(ptr);
        }

        tier2 pure op(_POP_TWO_LOAD_CONST_INLINE_BORROW, (ptr/4, pop1, pop2 -- value)) {
            PyStackRef_CLOSE(pop2);
            PyStackRef_CLOSE(pop1);
            value = PyStackRef_FromPyObjectImmortal(ptr);
        }

        // The function of the frame that runs now has not been changed since the trace was made.
        tier2 op(_CHECK_FUNCTION, (func_version/2 -- )) {
            assert(PyStackRef_FunctionCheck(frame->f_funcobj));
            PyFunctionObject *function = (PyFunctionObject *)PyStackRef_AsPyObjectBorrow(frame->f_funcobj);
            DEOPT_IF(function->func_version != func_version);
        }

        // First of every trace.
        tier2 op(_START_EXECUTOR, (executor/4 -- )) {
            #ifndef _Py_JIT
            current_executor = (_PyExecutorObject *)executor;
            #endif
            assert(tstate->current_executor == executor);
            assert(((_PyExecutorObject *)executor)->vm_data.valid);
        }

        // Traces that have not run for a long time are thrown away. Every so many runs the eval breaker asks
        // for that.
        tier2 op(_MAKE_WARM, ( -- )) {
            current_executor->vm_data.warm = true;
            tstate->interp->trace_run_counter--;
            if (tstate->interp->trace_run_counter == 0) {
                _Py_set_eval_breaker_bit(tstate, _PY_EVAL_JIT_INVALIDATE_COLD_BIT);
            }
        }

        // Fills the end of a trace buffer, where nothing should ever arrive.
        tier2 op(_FATAL_ERROR, ( -- )) {
            assert(0);
            Py_FatalError("the fatal error micro-op was executed");
        }

        tier2 op(_DEOPT, ( -- )) {
            GOTO_TIER_ONE(_PyFrame_GetBytecode(frame) + CURRENT_TARGET());
        }

        // Hand a raised exception over to tier 1, at the instruction that raised it.
        tier2 op(_ERROR_POP_N, (target/2 -- )) {
            assert(oparg == 0);
            frame->instr_ptr = _PyFrame_GetBytecode(frame) + target;
            GOTO_TIER_ONE(NULL);
        }

        // RESUME_CHECK without the instrumentation version: a trace of stale code has been invalidated.
        tier2 op(_TIER2_RESUME_CHECK, ( -- )) {
            uintptr_t breaker = _Py_atomic_load_uintptr_relaxed(&tstate->eval_breaker);
            DEOPT_IF(breaker & _PY_EVAL_EVENTS_MASK);
            PyCodeObject *code = _PyFrame_GetCode(frame);
            (void)code;  // Only the assertion looks at it.
            assert(tstate->tracing ||
                   breaker == FT_ATOMIC_LOAD_UINTPTR_ACQUIRE(code->_co_instrumentation_version));
        }

        /* ---- Exceptions and frames: what instructions jump to ---- */

        // In a `spilled` label the stack pointer is in the frame, not in the local variable.

        // Two operands are closed already, but the stack pointer still stands above them.
        label(pop_2_error) {
            stack_pointer -= 2;
            assert(WITHIN_STACK_BOUNDS());
            goto error;
        }

        label(pop_1_error) {
            stack_pointer -= 1;
            assert(WITHIN_STACK_BOUNDS());
            goto error;
        }

        // An instruction has raised: add this frame to the traceback, tell the tools, look for a handler.
        label(error) {
            if (_PyErr_Occurred(tstate) == NULL) {
                _PyErr_SetString(tstate, PyExc_SystemError,
                                 "an instruction failed without setting an exception");
            }
            // Before its first RESUME a frame does not count as entered and leaves no traceback entry.
            if (!_PyFrame_IsIncomplete(frame)) {
                PyFrameObject *frame_o = _PyFrame_GetFrameObject(frame);
                if (frame_o != NULL) {
                    PyTraceBack_Here(frame_o);
                }
            }
            _PyEval_MonitorRaise(tstate, frame, next_instr - 1);
            goto exception_unwind;
        }

        // Find the handler for the current instruction and enter it, or leave the frame. The offset comes
        // from next_instr, since RERAISE may have set frame->instr_ptr back to where the exception began.
        spilled label(exception_unwind) {
            int offset = INSTR_OFFSET() - 1;
            int depth = 0;
            int handler = 0;
            int push_lasti = 0;
            int found = get_exception_handler(
                _PyFrame_GetCode(frame), offset, &depth, &handler, &push_lasti);
            // With no handler everything has to go, else what lies above the handler's depth.
            _PyStackRef *keep = _PyFrame_Stackbase(frame);
            if (found) {
                keep += depth;
            }
            assert(frame->stackpointer >= keep);
            while (frame->stackpointer > keep) {
                _PyStackRef unwound = _PyFrame_StackPop(frame);
                PyStackRef_XCLOSE(unwound);
            }
            if (!found) {
                assert(_PyErr_Occurred(tstate) != NULL);
                monitor_unwind(tstate, frame, next_instr - 1);
                goto exit_unwind;
            }
            if (push_lasti) {
                // For the RERAISE at the end of a finally or with block: where the exception came from.
                int lasti = _PyInterpreterFrame_LASTI(frame);
                _PyFrame_StackPush(frame, PyStackRef_TagInt(lasti));
            }
            PyObject *raised = _PyErr_GetRaisedException(tstate);
            _PyFrame_StackPush(frame, PyStackRef_FromPyObjectSteal(raised));
            next_instr = _PyFrame_GetBytecode(frame) + handler;
            PyObject *handled_o = PyStackRef_AsPyObjectBorrow(_PyFrame_StackPeek(frame));
            int status = monitor_handled(tstate, frame, next_instr, handled_o);
            if (status < 0) {
                goto exception_unwind;
            }
            RELOAD_STACK();
            #if Py_TAIL_CALL_INTERP
            int opcode;  // For DISPATCH; a label is a function of its own here and has none.
            #endif
            DISPATCH();
        }

        // Leave a frame with an exception set. Its caller sees the exception as raised by the call.
        spilled label(exit_unwind) {
            assert(_PyErr_Occurred(tstate) != NULL);
            assert(frame->owner != FRAME_OWNED_BY_INTERPRETER);
            _Py_LeaveRecursiveCallPy(tstate);
            // Out of the chain first: clearing can run code, which must not find this frame.
            _PyInterpreterFrame *finished = frame;
            frame = finished->previous;
            tstate->current_frame = frame;
            _PyEval_FrameClearAndPop(tstate, finished);
            frame->return_offset = 0;
            if (frame->owner == FRAME_OWNED_BY_INTERPRETER) {
                // The bottom frame of this run of the interpreter: report the exception to the C caller.
                tstate->current_frame = frame->previous;
                #ifdef _Py_TIER2
                // A trace that called into C, and so to here, left its executor in the bottom frame.
                _PyStackRef interrupted = frame->localsplus[0];
                assert(tstate->current_executor == NULL);
                if (!PyStackRef_IsNull(interrupted)) {
                    tstate->current_executor = PyStackRef_AsPyObjectBorrow(interrupted);
                    PyStackRef_CLOSE(interrupted);
                }
                #endif
                return NULL;
            }
            next_instr = frame->instr_ptr;
            RELOAD_STACK();
            goto error;
        }

        // Begin to run the frame that has just been made the current one.
        spilled label(start_frame) {
            int too_deep = _Py_EnterRecursivePy(tstate);
            if (too_deep) {
                goto exit_unwind;
            }
            next_instr = frame->instr_ptr;
            RELOAD_STACK();
            #if Py_TAIL_CALL_INTERP
            int opcode;
            #endif
            DISPATCH();
        }

// END BYTECODES //
