// Casewright's abstract interpretation of the micro-ops of CPython 3.14.
//
// Before a trace is run, an optimizer walks over it once with symbols in place of values. A symbol says what
// is known about a value: nothing, that it is NULL or not, its type, the version of its type, the items of a
// tuple, or the very value. This file says, per micro-op, what is known after it and which cheaper micro-op
// may stand in its place. A micro-op that is not defined here pushes non-NULL values of which nothing is
// known.
//
// In a body these names are in scope:
//   ctx                        the abstract interpreter: ctx->done ends the walk, ctx->frame is its frame
//   this_instr                 the micro-op at hand; this_instr[1] is the next one
//   oparg, stack_pointer       as in the base definitions, but the stack holds symbols
//   co                         the code object of that frame
//   dependencies               a Bloom filter of objects; when one of them changes the trace is thrown away
//   curr_space, max_space      stack space of the inlined frames, now and at most
//   corresponding_check_stack  the stack space check that belongs to the frame about to be pushed, or NULL
//   first_valid_check_stack    the stack space check that later speaks for all frames of the trace, or NULL
//   error                      the label to go to when an exception was raised here
//
// A constant symbol made by folding equals the value that the trace would compute, but it need not be the
// same object. So a folded value may replace a micro-op only if it is immortal: such values exist once, and
// nobody has to keep them alive.
//
// What is found out stays true while a trace runs, even across code that may do anything, because the machine
// throws the trace away in time: when a watched class or dictionary changes, when an object is given another
// class, when a debugger writes to the locals of a frame, when a frame evaluation function is installed.

#include "Python.h"
#include "pycore_optimizer.h"
#include "pycore_uop_ids.h"
#include "pycore_typeobject.h"
#include "pycore_moduleobject.h"

// What follows is read by a generator, not by a C compiler. The function only makes it look like C to
// editors.
static int
abstract_cases(JitOptContext *ctx, _PyUOpInstruction *this_instr, int opcode, int oparg)
{
    switch (opcode) {

// BEGIN BYTECODES //

        /* ---- Locals ---- */

        op(_LOAD_FAST_CHECK, (-- value)) {
            value = GETLOCAL(oparg);
            // An unbound local raises here for certain; what comes behind is never reached.
            if (sym_is_null(value)) {
                ctx->done = true;
            }
            else {
                sym_set_non_null(value);
            }
        }

        op(_LOAD_FAST, (-- value)) {
            value = GETLOCAL(oparg);
        }

        op(_LOAD_FAST_BORROW, (-- value)) {
            value = GETLOCAL(oparg);
        }

        op(_LOAD_FAST_AND_CLEAR, (-- value)) {
            value = GETLOCAL(oparg);
            GETLOCAL(oparg) = sym_new_null(ctx);
        }

        op(_STORE_FAST, (value --)) {
            GETLOCAL(oparg) = value;
        }

        // It goes on only if the local was bound, and leaves it unbound.
        op(_DELETE_FAST, (--)) {
            GETLOCAL(oparg) = sym_new_null(ctx);
        }

        // The slot keeps its number but now holds the cell around its former value.
        op(_MAKE_CELL, (--)) {
            GETLOCAL(oparg) = sym_new_type(ctx, &PyCell_Type);
        }

        // Free variables are the last slots of a frame; each holds a cell of the closure.
        op(_COPY_FREE_VARS, (--)) {
            for (int slot = co->co_nlocalsplus - oparg; slot < co->co_nlocalsplus; slot++) {
                GETLOCAL(slot) = sym_new_type(ctx, &PyCell_Type);
            }
        }

        /* ---- Constants ---- */
        // The code object keeps its constants alive for as long as the trace can run, so the trace may hold
        // a pointer to one without asking the code object again.

        op(_LOAD_CONST_MORTAL, (-- value)) {
            PyObject *constant = PyTuple_GET_ITEM(co->co_consts, oparg);
            REPLACE_OP(this_instr, _LOAD_CONST_INLINE, 0, (uintptr_t)constant);
            value = sym_new_const(ctx, constant);
        }

        op(_LOAD_CONST_IMMORTAL, (-- value)) {
            PyObject *constant = PyTuple_GET_ITEM(co->co_consts, oparg);
            REPLACE_OP(this_instr, _LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)constant);
            value = sym_new_const(ctx, constant);
        }

        op(_LOAD_SMALL_INT, (-- value)) {
            // All small ints exist beforehand, so this neither allocates nor fails.
            PyObject *number = PyLong_FromLong(oparg);
            assert(_Py_IsImmortal(number));
            REPLACE_OP(this_instr, _LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)number);
            value = sym_new_const(ctx, number);
        }

        op(_LOAD_COMMON_CONSTANT, (-- value)) {
            PyInterpreterState *interp = _PyInterpreterState_GET();
            value = sym_new_const(ctx, interp->common_consts[oparg]);
        }

        op(_LOAD_CONST_INLINE, (ptr/4 -- value)) {
            value = sym_new_const(ctx, ptr);
        }

        op(_LOAD_CONST_INLINE_BORROW, (ptr/4 -- value)) {
            value = sym_new_const(ctx, ptr);
        }

        op(_POP_TOP_LOAD_CONST_INLINE, (ptr/4, pop -- value)) {
            value = sym_new_const(ctx, ptr);
        }

        op(_POP_TOP_LOAD_CONST_INLINE_BORROW, (ptr/4, pop -- value)) {
            value = sym_new_const(ctx, ptr);
        }

        op(_POP_TWO_LOAD_CONST_INLINE_BORROW, (ptr/4, pop1, pop2 -- value)) {
            value = sym_new_const(ctx, ptr);
        }

        /* ---- Shuffling the stack ---- */

        op(_PUSH_NULL, (-- res)) {
            res = sym_new_null(ctx);
        }

        // How many values it pushes is known from the oparg, so the question need not be asked at run time.
        op(_PUSH_NULL_CONDITIONAL, (-- null[oparg & 1])) {
            if (oparg & 1) {
                REPLACE_OP(this_instr, _PUSH_NULL, 0, 0);
                null[0] = sym_new_null(ctx);
            }
            else {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
        }

        op(_COPY, (bottom, unused[oparg-1] -- bottom, unused[oparg-1], top)) {
            assert(oparg > 0);
            top = bottom;
        }

        op(_SWAP, (bottom, unused[oparg-2], top -- bottom, unused[oparg-2], top)) {
            JitOptSymbol *was_top = top;
            top = bottom;
            bottom = was_top;
            assert(oparg >= 2);
        }

        op(_END_SEND, (receiver, value -- val)) {
            val = value;
        }

        op(_SET_FUNCTION_ATTRIBUTE, (attr, func -- res)) {
            res = func;
        }

        /* ---- Type guards ---- */
        // Each says: from here on the value has this very type. If that was known before, the guard goes.

        op(_GUARD_TOS_INT, (value -- value)) {
            if (sym_matches_type(value, &PyLong_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(value, &PyLong_Type);
            }
        }

        op(_GUARD_NOS_INT, (left, unused -- left, unused)) {
            if (sym_matches_type(left, &PyLong_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(left, &PyLong_Type);
            }
        }

        op(_GUARD_TOS_FLOAT, (value -- value)) {
            if (sym_matches_type(value, &PyFloat_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(value, &PyFloat_Type);
            }
        }

        op(_GUARD_NOS_FLOAT, (left, unused -- left, unused)) {
            if (sym_matches_type(left, &PyFloat_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(left, &PyFloat_Type);
            }
        }

        op(_GUARD_TOS_UNICODE, (value -- value)) {
            if (sym_matches_type(value, &PyUnicode_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(value, &PyUnicode_Type);
            }
        }

        op(_GUARD_NOS_UNICODE, (nos, unused -- nos, unused)) {
            if (sym_matches_type(nos, &PyUnicode_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(nos, &PyUnicode_Type);
            }
        }

        op(_GUARD_TOS_LIST, (tos -- tos)) {
            if (sym_matches_type(tos, &PyList_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(tos, &PyList_Type);
            }
        }

        op(_GUARD_NOS_LIST, (nos, unused -- nos, unused)) {
            if (sym_matches_type(nos, &PyList_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(nos, &PyList_Type);
            }
        }

        op(_GUARD_TOS_TUPLE, (tos -- tos)) {
            if (sym_matches_type(tos, &PyTuple_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(tos, &PyTuple_Type);
            }
        }

        op(_GUARD_NOS_TUPLE, (nos, unused -- nos, unused)) {
            if (sym_matches_type(nos, &PyTuple_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(nos, &PyTuple_Type);
            }
        }

        op(_GUARD_TOS_DICT, (tos -- tos)) {
            if (sym_matches_type(tos, &PyDict_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(tos, &PyDict_Type);
            }
        }

        op(_GUARD_NOS_DICT, (nos, unused -- nos, unused)) {
            if (sym_matches_type(nos, &PyDict_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(nos, &PyDict_Type);
            }
        }

        op(_GUARD_TOS_SLICE, (tos -- tos)) {
            if (sym_matches_type(tos, &PySlice_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(tos, &PySlice_Type);
            }
        }

        // Two types pass, so passing does not tell which of them it is.
        op(_GUARD_TOS_ANY_SET, (tos -- tos)) {
            if (sym_matches_type(tos, &PySet_Type) || sym_matches_type(tos, &PyFrozenSet_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
        }

        // The version stands for a type at one moment. The trace then depends on the type staying as it is:
        // a watcher throws the trace away when the type changes, and only that makes a later guard needless.
        op(_GUARD_TYPE_VERSION, (type_version/2, owner -- owner)) {
            assert(type_version != 0);
            PyTypeObject *type = _PyType_LookupByVersion(type_version);
            // No type is found if another one took its place in the table. Then the guard just stays.
            if (type != NULL) {
                if (sym_matches_type_version(owner, type_version)) {
                    REPLACE_OP(this_instr, _NOP, 0, 0);
                }
                else {
                    sym_set_type_version(owner, type_version);
                }
                PyType_Watch(TYPE_WATCHER_ID, (PyObject *)type);
                _Py_BloomFilter_Add(dependencies, type);
            }
        }

        // Here the version is that of the owner itself, a class, so that passing tells which object it is.
        op(_CHECK_ATTR_CLASS, (type_version/2, owner -- owner)) {
            PyTypeObject *type = _PyType_LookupByVersion(type_version);
            if (type != NULL) {
                PyObject *class_o = (PyObject *)type;
                if (sym_is_const(ctx, owner) && sym_get_const(ctx, owner) == class_o) {
                    REPLACE_OP(this_instr, _NOP, 0, 0);
                }
                else {
                    sym_set_const(owner, class_o);
                }
                PyType_Watch(TYPE_WATCHER_ID, class_o);
                _Py_BloomFilter_Add(dependencies, type);
            }
        }

        /* ---- Guards on what is called ---- */

        op(_GUARD_NOS_NULL, (null, unused -- null, unused)) {
            if (sym_is_null(null)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_null(null);
            }
        }

        op(_GUARD_CALLABLE_TYPE_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *expected = (PyObject *)&PyType_Type;
            if (sym_is_const(ctx, callable) && sym_get_const(ctx, callable) == expected) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_const(callable, expected);
            }
        }

        op(_GUARD_CALLABLE_STR_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *expected = (PyObject *)&PyUnicode_Type;
            if (sym_is_const(ctx, callable) && sym_get_const(ctx, callable) == expected) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_const(callable, expected);
            }
        }

        op(_GUARD_CALLABLE_TUPLE_1, (callable, unused, unused -- callable, unused, unused)) {
            PyObject *expected = (PyObject *)&PyTuple_Type;
            if (sym_is_const(ctx, callable) && sym_get_const(ctx, callable) == expected) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_const(callable, expected);
            }
        }

        op(_GUARD_CALLABLE_LEN, (callable, unused, unused -- callable, unused, unused)) {
            PyInterpreterState *interp = _PyInterpreterState_GET();
            PyObject *expected = interp->callable_cache.len;
            if (sym_is_const(ctx, callable) && sym_get_const(ctx, callable) == expected) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_const(callable, expected);
            }
        }

        /* ---- Truth ---- */
        // optimize_to_bool() handles what is the same for all of these: a bool needs no conversion, and a
        // value whose truth is known becomes a constant. It returns zero if it could do neither.
        // sym_new_truthiness() then ties the result to the value, so that a later guard on the one also
        // teaches about the other. Of a value that may change, such as a list, nothing is learned that way.

        op(_TO_BOOL, (value -- res)) {
            int settled = optimize_to_bool(this_instr, ctx, value, &res);
            if (!settled) {
                res = sym_new_truthiness(ctx, value, true);
            }
        }

        op(_TO_BOOL_BOOL, (value -- value)) {
            if (sym_matches_type(value, &PyBool_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            else {
                sym_set_type(value, &PyBool_Type);
            }
        }

        op(_TO_BOOL_INT, (value -- res)) {
            int settled = optimize_to_bool(this_instr, ctx, value, &res);
            if (!settled) {
                sym_set_type(value, &PyLong_Type);
                res = sym_new_truthiness(ctx, value, true);
            }
        }

        op(_TO_BOOL_LIST, (value -- res)) {
            int settled = optimize_to_bool(this_instr, ctx, value, &res);
            if (!settled) {
                sym_set_type(value, &PyList_Type);
                res = sym_new_truthiness(ctx, value, true);
            }
        }

        op(_TO_BOOL_STR, (value -- res)) {
            int settled = optimize_to_bool(this_instr, ctx, value, &res);
            if (!settled) {
                sym_set_type(value, &PyUnicode_Type);
                res = sym_new_truthiness(ctx, value, true);
            }
        }

        op(_TO_BOOL_NONE, (value -- res)) {
            int settled = optimize_to_bool(this_instr, ctx, value, &res);
            if (!settled) {
                sym_set_const(value, Py_None);
                res = sym_new_const(ctx, Py_False);
            }
        }

        op(_REPLACE_WITH_TRUE, (value -- res)) {
            REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)Py_True);
            res = sym_new_const(ctx, Py_True);
        }

        // Its operand is a bool, so the result is the opposite of the operand's truth.
        op(_UNARY_NOT, (value -- res)) {
            sym_set_type(value, &PyBool_Type);
            int truth = sym_truthiness(ctx, value);
            if (truth < 0) {
                res = sym_new_truthiness(ctx, value, false);
            }
            else {
                PyObject *opposite = truth ? Py_False : Py_True;
                REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)opposite);
                res = sym_new_const(ctx, opposite);
            }
        }

        op(_IS_NONE, (value -- b)) {
            PyObject *answer = NULL;
            if (sym_is_const(ctx, value)) {
                answer = Py_IsNone(sym_get_const(ctx, value)) ? Py_True : Py_False;
            }
            else if (sym_has_type(value) && !sym_matches_type(value, &_PyNone_Type)) {
                answer = Py_False;
            }
            if (answer == NULL) {
                b = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)answer);
                b = sym_new_const(ctx, answer);
            }
        }

        /* ---- Branches ---- */
        // A guard whose outcome is known only has to drop its operand. If it always fails, the trace ends
        // there, which eliminate_pop_guard() writes down when its second argument is true.

        op(_GUARD_IS_TRUE_POP, (flag --)) {
            if (sym_is_const(ctx, flag)) {
                bool fails = sym_get_const(ctx, flag) != Py_True;
                eliminate_pop_guard(this_instr, fails);
            }
            else {
                sym_set_const(flag, Py_True);
            }
        }

        op(_GUARD_IS_FALSE_POP, (flag --)) {
            if (sym_is_const(ctx, flag)) {
                bool fails = sym_get_const(ctx, flag) != Py_False;
                eliminate_pop_guard(this_instr, fails);
            }
            else {
                sym_set_const(flag, Py_False);
            }
        }

        op(_GUARD_IS_NONE_POP, (val --)) {
            if (sym_is_const(ctx, val)) {
                bool fails = !Py_IsNone(sym_get_const(ctx, val));
                eliminate_pop_guard(this_instr, fails);
            }
            else if (sym_has_type(val) && !sym_matches_type(val, &_PyNone_Type)) {
                eliminate_pop_guard(this_instr, true);
            }
            else {
                sym_set_const(val, Py_None);
            }
        }

        op(_GUARD_IS_NOT_NONE_POP, (val --)) {
            if (sym_is_const(ctx, val)) {
                bool fails = Py_IsNone(sym_get_const(ctx, val));
                eliminate_pop_guard(this_instr, fails);
            }
            else if (sym_has_type(val) && !sym_matches_type(val, &_PyNone_Type)) {
                eliminate_pop_guard(this_instr, false);
            }
        }

        /* ---- Arithmetic on one value ---- */

        op(_UNARY_NEGATIVE, (value -- res)) {
            bool is_int = sym_matches_type(value, &PyLong_Type);
            bool is_float = sym_matches_type(value, &PyFloat_Type);
            if ((is_int || is_float) && sym_is_const(ctx, value)) {
                PyObject *negated = PyNumber_Negative(sym_get_const(ctx, value));
                if (negated == NULL) {
                    goto error;
                }
                if (_Py_IsImmortal(negated)) {
                    REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)negated);
                }
                res = sym_new_const(ctx, negated);
                Py_DECREF(negated);
            }
            else if (is_int || is_float) {
                res = sym_new_type(ctx, is_int ? &PyLong_Type : &PyFloat_Type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        // Bools are left alone: to invert one gives a warning, which must not be given here.
        op(_UNARY_INVERT, (value -- res)) {
            bool is_int = sym_matches_type(value, &PyLong_Type);
            if (is_int && sym_is_const(ctx, value)) {
                PyObject *inverted = PyNumber_Invert(sym_get_const(ctx, value));
                if (inverted == NULL) {
                    goto error;
                }
                if (_Py_IsImmortal(inverted)) {
                    REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)inverted);
                }
                res = sym_new_const(ctx, inverted);
                Py_DECREF(inverted);
            }
            else if (is_int) {
                res = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        /* ---- Arithmetic on two values ---- */

        // The general form knows only the operator. For exact ints, floats and strings that is enough to tell
        // the type of the result.
        op(_BINARY_OP, (lhs, rhs -- res)) {
            // In-place operators do the same as the plain ones on immutable values.
            int operator = oparg;
            if (operator >= NB_INPLACE_ADD && operator <= NB_INPLACE_XOR) {
                operator += NB_ADD - NB_INPLACE_ADD;
            }
            bool ints = sym_matches_type(lhs, &PyLong_Type) && sym_matches_type(rhs, &PyLong_Type);
            bool left_number = sym_matches_type(lhs, &PyLong_Type) || sym_matches_type(lhs, &PyFloat_Type);
            bool right_number = sym_matches_type(rhs, &PyLong_Type) || sym_matches_type(rhs, &PyFloat_Type);
            bool left_string = sym_matches_type(lhs, &PyUnicode_Type);
            PyTypeObject *type = NULL;
            if (left_number && right_number) {
                if (operator == NB_ADD || operator == NB_SUBTRACT || operator == NB_MULTIPLY
                    || operator == NB_FLOOR_DIVIDE || operator == NB_REMAINDER) {
                    type = ints ? &PyLong_Type : &PyFloat_Type;
                }
                else if (operator == NB_TRUE_DIVIDE) {
                    type = &PyFloat_Type;
                }
                else if (operator == NB_POWER) {
                    // An int power of a float is a float. An int power of an int is a float if the exponent
                    // is negative, so it must be known. A float power may even be complex.
                    if (!ints && sym_matches_type(rhs, &PyLong_Type)) {
                        type = &PyFloat_Type;
                    }
                    else if (ints && sym_is_const(ctx, rhs)) {
                        PyLongObject *exponent = (PyLongObject *)sym_get_const(ctx, rhs);
                        type = _PyLong_IsNegative(exponent) ? &PyFloat_Type : &PyLong_Type;
                    }
                }
                else if (ints && operator != NB_MATRIX_MULTIPLY && operator != NB_SUBSCR) {
                    // What is left are the bitwise operators and the shifts.
                    type = &PyLong_Type;
                }
            }
            else if (left_string && operator == NB_ADD && sym_matches_type(rhs, &PyUnicode_Type)) {
                type = &PyUnicode_Type;
            }
            else if (left_string && operator == NB_SUBSCR && sym_matches_type(rhs, &PyLong_Type)) {
                type = &PyUnicode_Type;
            }
            if (type != NULL) {
                res = sym_new_type(ctx, type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        // What follows knows a folded sum, difference or product. The micro-op itself stays, as in 3.14.

        op(_BINARY_OP_ADD_INT, (left, right -- res)) {
            PyObject *sum = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyLong_CheckExact(left_o) && PyLong_CheckExact(right_o)) {
                    sum = _PyLong_Add((PyLongObject *)left_o, (PyLongObject *)right_o);
                    if (sum == NULL) {
                        goto error;
                    }
                }
            }
            if (sum == NULL) {
                res = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                res = sym_new_const(ctx, sum);
                Py_DECREF(sum);
            }
        }

        op(_BINARY_OP_SUBTRACT_INT, (left, right -- res)) {
            PyObject *difference = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyLong_CheckExact(left_o) && PyLong_CheckExact(right_o)) {
                    difference = _PyLong_Subtract((PyLongObject *)left_o, (PyLongObject *)right_o);
                    if (difference == NULL) {
                        goto error;
                    }
                }
            }
            if (difference == NULL) {
                res = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                res = sym_new_const(ctx, difference);
                Py_DECREF(difference);
            }
        }

        op(_BINARY_OP_MULTIPLY_INT, (left, right -- res)) {
            PyObject *product = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyLong_CheckExact(left_o) && PyLong_CheckExact(right_o)) {
                    product = _PyLong_Multiply((PyLongObject *)left_o, (PyLongObject *)right_o);
                    if (product == NULL) {
                        goto error;
                    }
                }
            }
            if (product == NULL) {
                res = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                res = sym_new_const(ctx, product);
                Py_DECREF(product);
            }
        }

        op(_BINARY_OP_ADD_FLOAT, (left, right -- res)) {
            PyObject *sum = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyFloat_CheckExact(left_o) && PyFloat_CheckExact(right_o)) {
                    sum = PyFloat_FromDouble(PyFloat_AS_DOUBLE(left_o) + PyFloat_AS_DOUBLE(right_o));
                    if (sum == NULL) {
                        goto error;
                    }
                }
            }
            if (sum == NULL) {
                res = sym_new_type(ctx, &PyFloat_Type);
            }
            else {
                res = sym_new_const(ctx, sum);
                Py_DECREF(sum);
            }
        }

        op(_BINARY_OP_SUBTRACT_FLOAT, (left, right -- res)) {
            PyObject *difference = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyFloat_CheckExact(left_o) && PyFloat_CheckExact(right_o)) {
                    difference = PyFloat_FromDouble(PyFloat_AS_DOUBLE(left_o) - PyFloat_AS_DOUBLE(right_o));
                    if (difference == NULL) {
                        goto error;
                    }
                }
            }
            if (difference == NULL) {
                res = sym_new_type(ctx, &PyFloat_Type);
            }
            else {
                res = sym_new_const(ctx, difference);
                Py_DECREF(difference);
            }
        }

        op(_BINARY_OP_MULTIPLY_FLOAT, (left, right -- res)) {
            PyObject *product = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyFloat_CheckExact(left_o) && PyFloat_CheckExact(right_o)) {
                    product = PyFloat_FromDouble(PyFloat_AS_DOUBLE(left_o) * PyFloat_AS_DOUBLE(right_o));
                    if (product == NULL) {
                        goto error;
                    }
                }
            }
            if (product == NULL) {
                res = sym_new_type(ctx, &PyFloat_Type);
            }
            else {
                res = sym_new_const(ctx, product);
                Py_DECREF(product);
            }
        }

        op(_BINARY_OP_ADD_UNICODE, (left, right -- res)) {
            PyObject *joined = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyUnicode_CheckExact(left_o) && PyUnicode_CheckExact(right_o)) {
                    joined = PyUnicode_Concat(left_o, right_o);
                    if (joined == NULL) {
                        goto error;
                    }
                }
            }
            if (joined == NULL) {
                res = sym_new_type(ctx, &PyUnicode_Type);
            }
            else {
                res = sym_new_const(ctx, joined);
                Py_DECREF(joined);
            }
        }

        // It writes to a local instead of the stack; which one, the trace recorded in its operand.
        op(_BINARY_OP_INPLACE_ADD_UNICODE, (left, right --)) {
            JitOptSymbol *target = sym_new_type(ctx, &PyUnicode_Type);
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyUnicode_CheckExact(left_o) && PyUnicode_CheckExact(right_o)) {
                    PyObject *joined = PyUnicode_Concat(left_o, right_o);
                    if (joined == NULL) {
                        goto error;
                    }
                    target = sym_new_const(ctx, joined);
                    Py_DECREF(joined);
                }
            }
            GETLOCAL(this_instr->operand0) = target;
        }

        /* ---- Subscripts and slices ---- */

        op(_BINARY_OP_SUBSCR_STR_INT, (str_st, sub_st -- res)) {
            res = sym_new_type(ctx, &PyUnicode_Type);
        }

        op(_BINARY_OP_SUBSCR_LIST_SLICE, (list_st, sub_st -- res)) {
            res = sym_new_type(ctx, &PyList_Type);
        }

        // The item of a tuple whose items are known, if the index is known as well.
        op(_BINARY_OP_SUBSCR_TUPLE_INT, (tuple_st, sub_st -- res)) {
            int index = -1;
            if (sym_is_const(ctx, sub_st)) {
                PyObject *sub = sym_get_const(ctx, sub_st);
                if (PyLong_CheckExact(sub) && _PyLong_IsNonNegativeCompact((PyLongObject *)sub)) {
                    Py_ssize_t wanted = _PyLong_CompactValue((PyLongObject *)sub);
                    if (wanted < sym_tuple_length(tuple_st)) {
                        index = (int)wanted;
                    }
                }
            }
            if (index < 0) {
                res = sym_new_not_null(ctx);
            }
            else {
                res = sym_tuple_getitem(ctx, tuple_st, index);
            }
        }

        // A slice of one of the three built-in sequences has their type again, whatever the bounds are.
        op(_BINARY_SLICE, (container, start, stop -- res)) {
            PyTypeObject *type = NULL;
            if (sym_matches_type(container, &PyList_Type)) {
                type = &PyList_Type;
            }
            else if (sym_matches_type(container, &PyTuple_Type)) {
                type = &PyTuple_Type;
            }
            else if (sym_matches_type(container, &PyUnicode_Type)) {
                type = &PyUnicode_Type;
            }
            if (type != NULL) {
                res = sym_new_type(ctx, type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        /* ---- Comparison and containment ---- */

        // Bit 4 of the oparg asks for a bool. Without it the result is whatever the comparison returns.
        op(_COMPARE_OP, (left, right -- res)) {
            if (oparg & 16) {
                res = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        // The bits above 4 hold the operator as PyObject_RichCompare() counts it.

        op(_COMPARE_OP_INT, (left, right -- res)) {
            PyObject *answer = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyLong_CheckExact(left_o) && PyLong_CheckExact(right_o)) {
                    answer = PyObject_RichCompare(left_o, right_o, oparg >> 5);
                    if (answer == NULL) {
                        goto error;
                    }
                }
            }
            if (answer == NULL) {
                res = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                // True and False are immortal: no reference to give back, and a good replacement.
                REPLACE_OP(this_instr, _POP_TWO_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)answer);
                res = sym_new_const(ctx, answer);
            }
        }

        op(_COMPARE_OP_FLOAT, (left, right -- res)) {
            PyObject *answer = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyFloat_CheckExact(left_o) && PyFloat_CheckExact(right_o)) {
                    answer = PyObject_RichCompare(left_o, right_o, oparg >> 5);
                    if (answer == NULL) {
                        goto error;
                    }
                }
            }
            if (answer == NULL) {
                res = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                REPLACE_OP(this_instr, _POP_TWO_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)answer);
                res = sym_new_const(ctx, answer);
            }
        }

        op(_COMPARE_OP_STR, (left, right -- res)) {
            PyObject *answer = NULL;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (PyUnicode_CheckExact(left_o) && PyUnicode_CheckExact(right_o)) {
                    answer = PyObject_RichCompare(left_o, right_o, oparg >> 5);
                    if (answer == NULL) {
                        goto error;
                    }
                }
            }
            if (answer == NULL) {
                res = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                REPLACE_OP(this_instr, _POP_TWO_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)answer);
                res = sym_new_const(ctx, answer);
            }
        }

        // Two constants are the same object for certain only if both are immortal. Nothing but None has the
        // type of None. The oparg is 1 for `is not`.
        op(_IS_OP, (left, right -- b)) {
            int same = -1;
            if (sym_is_const(ctx, left) && sym_is_const(ctx, right)) {
                PyObject *left_o = sym_get_const(ctx, left);
                PyObject *right_o = sym_get_const(ctx, right);
                if (_Py_IsImmortal(left_o) && _Py_IsImmortal(right_o)) {
                    same = left_o == right_o;
                }
            }
            if (same < 0 && sym_has_type(left) && sym_has_type(right)) {
                if (sym_matches_type(left, &_PyNone_Type) != sym_matches_type(right, &_PyNone_Type)) {
                    same = 0;
                }
            }
            if (same < 0) {
                b = sym_new_type(ctx, &PyBool_Type);
            }
            else {
                PyObject *answer = same != oparg ? Py_True : Py_False;
                REPLACE_OP(this_instr, _POP_TWO_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)answer);
                b = sym_new_const(ctx, answer);
            }
        }

        op(_CONTAINS_OP, (left, right -- b)) {
            b = sym_new_type(ctx, &PyBool_Type);
        }

        op(_CONTAINS_OP_SET, (left, right -- b)) {
            b = sym_new_type(ctx, &PyBool_Type);
        }

        op(_CONTAINS_OP_DICT, (left, right -- b)) {
            b = sym_new_type(ctx, &PyBool_Type);
        }

        op(_CHECK_EXC_MATCH, (left, right -- left, b)) {
            b = sym_new_type(ctx, &PyBool_Type);
        }

        op(_MATCH_MAPPING, (subject -- subject, res)) {
            res = sym_new_type(ctx, &PyBool_Type);
        }

        op(_MATCH_SEQUENCE, (subject -- subject, res)) {
            res = sym_new_type(ctx, &PyBool_Type);
        }

        /* ---- Building and unpacking ---- */

        op(_BUILD_TUPLE, (values[oparg] -- tup)) {
            tup = sym_new_tuple(ctx, oparg, values);
        }

        op(_BUILD_LIST, (values[oparg] -- list)) {
            list = sym_new_type(ctx, &PyList_Type);
        }

        op(_BUILD_SET, (values[oparg] -- set)) {
            set = sym_new_type(ctx, &PySet_Type);
        }

        op(_BUILD_MAP, (values[oparg*2] -- map)) {
            map = sym_new_type(ctx, &PyDict_Type);
        }

        op(_BUILD_STRING, (pieces[oparg] -- str)) {
            str = sym_new_type(ctx, &PyUnicode_Type);
        }

        op(_BUILD_SLICE, (args[oparg] -- slice)) {
            slice = sym_new_type(ctx, &PySlice_Type);
        }

        op(_BUILD_INTERPOLATION, (value, str, format[oparg & 1] -- interpolation)) {
            interpolation = sym_new_type(ctx, &_PyInterpolation_Type);
        }

        op(_BUILD_TEMPLATE, (strings, interpolations -- template)) {
            template = sym_new_type(ctx, &_PyTemplate_Type);
        }

        op(_MAKE_FUNCTION, (codeobj -- func)) {
            func = sym_new_type(ctx, &PyFunction_Type);
        }

        op(_MAKE_CALLARGS_A_TUPLE, (func, unused, callargs, unused -- func, unused, callargs, unused)) {
            // What is a tuple already keeps its known items.
            bool is_tuple = sym_matches_type(callargs, &PyTuple_Type);
            callargs = is_tuple ? callargs : sym_new_type(ctx, &PyTuple_Type);
        }

        // The last item is pushed first, so that the first one ends up on top.

        op(_UNPACK_SEQUENCE, (seq -- values[oparg])) {
            bool known = sym_matches_type(seq, &PyTuple_Type) && sym_tuple_length(seq) == oparg;
            for (int i = 0; i < oparg; i++) {
                values[oparg - 1 - i] = known ? sym_tuple_getitem(ctx, seq, i) : sym_new_not_null(ctx);
            }
        }

        op(_UNPACK_SEQUENCE_TWO_TUPLE, (seq -- val1, val0)) {
            val0 = sym_tuple_getitem(ctx, seq, 0);
            val1 = sym_tuple_getitem(ctx, seq, 1);
        }

        op(_UNPACK_SEQUENCE_TUPLE, (seq -- values[oparg])) {
            for (int i = 0; i < oparg; i++) {
                values[oparg - 1 - i] = sym_tuple_getitem(ctx, seq, i);
            }
        }

        // What stands between the named items is collected in a new list.
        op(_UNPACK_EX, (seq -- values[oparg & 0xFF], rest, after[oparg >> 8])) {
            for (int i = 0; i < (oparg & 0xFF); i++) {
                values[i] = sym_new_not_null(ctx);
            }
            rest = sym_new_type(ctx, &PyList_Type);
            for (int i = 0; i < (oparg >> 8); i++) {
                after[i] = sym_new_not_null(ctx);
            }
        }

        op(_GET_LEN, (obj -- obj, len)) {
            int length = sym_tuple_length(obj);
            if (length < 0) {
                len = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                PyObject *number = PyLong_FromLong(length);
                if (number == NULL) {
                    goto error;
                }
                if (_Py_IsImmortal(number)) {
                    REPLACE_OP(this_instr, _LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)number);
                }
                len = sym_new_const(ctx, number);
                Py_DECREF(number);
            }
        }

        op(_CALL_INTRINSIC_1, (value -- res)) {
            if (oparg == INTRINSIC_LIST_TO_TUPLE) {
                res = sym_new_type(ctx, &PyTuple_Type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        /* ---- Attributes ---- */

        // For a call (odd oparg) it pushes a second value: the owner, or NULL if the attribute is no method.
        op(_LOAD_ATTR, (owner -- attr, self_or_null[oparg & 1])) {
            attr = sym_new_not_null(ctx);
            if (oparg & 1) {
                self_or_null[0] = sym_new_unknown(ctx);
            }
        }

        op(_LOAD_SUPER_ATTR_METHOD, (global_super, class, self -- attr, self_or_null)) {
            attr = sym_new_not_null(ctx);
            self_or_null = sym_new_unknown(ctx);
        }

        // A module that is known and seldom changes: read the attribute now, and watch the module's
        // dictionary for changes. convert_global_to_const() rewrites the micro-op, or returns NULL if it may
        // not.
        op(_LOAD_ATTR_MODULE, (dict_version/2, index/1, owner -- attr)) {
            PyObject *found = NULL;
            PyObject *module = NULL;
            if (sym_is_const(ctx, owner)) {
                module = sym_get_const(ctx, owner);
            }
            if (module != NULL && PyModule_CheckExact(module)) {
                PyObject *dict = _PyModule_GetDict(module);
                uint64_t changes = get_mutations(dict);
                if (changes < _Py_MAX_ALLOWED_GLOBALS_MODIFICATIONS) {
                    PyDict_Watch(GLOBALS_WATCHER_ID, dict);
                    _Py_BloomFilter_Add(dependencies, dict);
                    found = convert_global_to_const(this_instr, dict, true);
                }
            }
            if (found == NULL) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, found);
            }
        }

        // The remaining forms carry the attribute in their cache. It can be trusted only if the type still
        // has it: the type may have changed since the cache was written, and then the pointer may dangle.

        op(_LOAD_ATTR_CLASS, (descr/4, owner -- attr)) {
            PyObject *current = NULL;
            if (sym_is_const(ctx, owner)) {
                PyObject *class_o = sym_get_const(ctx, owner);
                if (PyType_Check(class_o)) {
                    PyObject *name = PyTuple_GET_ITEM(co->co_names, oparg >> 1);
                    current = _PyType_Lookup((PyTypeObject *)class_o, name);
                }
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                if (_Py_IsImmortal(current)) {
                    REPLACE_OP(this_instr, _POP_TOP_LOAD_CONST_INLINE_BORROW, 0, (uintptr_t)current);
                }
                attr = sym_new_const(ctx, current);
            }
        }

        op(_LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES, (descr/4, owner -- attr)) {
            PyObject *current = NULL;
            PyTypeObject *type = sym_get_type(owner);
            if (type != NULL) {
                current = _PyType_Lookup(type, PyTuple_GET_ITEM(co->co_names, oparg >> 1));
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, current);
            }
        }

        op(_LOAD_ATTR_NONDESCRIPTOR_NO_DICT, (descr/4, owner -- attr)) {
            PyObject *current = NULL;
            PyTypeObject *type = sym_get_type(owner);
            if (type != NULL) {
                current = _PyType_Lookup(type, PyTuple_GET_ITEM(co->co_names, oparg >> 1));
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, current);
            }
        }

        // A method is loaded unbound, with its owner above it as the first argument.

        op(_LOAD_ATTR_METHOD_WITH_VALUES, (descr/4, owner -- attr, self)) {
            PyObject *current = NULL;
            PyTypeObject *type = sym_get_type(owner);
            if (type != NULL) {
                current = _PyType_Lookup(type, PyTuple_GET_ITEM(co->co_names, oparg >> 1));
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, current);
            }
            self = owner;
        }

        op(_LOAD_ATTR_METHOD_NO_DICT, (descr/4, owner -- attr, self)) {
            PyObject *current = NULL;
            PyTypeObject *type = sym_get_type(owner);
            if (type != NULL) {
                current = _PyType_Lookup(type, PyTuple_GET_ITEM(co->co_names, oparg >> 1));
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, current);
            }
            self = owner;
        }

        op(_LOAD_ATTR_METHOD_LAZY_DICT, (descr/4, owner -- attr, self)) {
            PyObject *current = NULL;
            PyTypeObject *type = sym_get_type(owner);
            if (type != NULL) {
                current = _PyType_Lookup(type, PyTuple_GET_ITEM(co->co_names, oparg >> 1));
            }
            if (current == NULL || current != descr) {
                attr = sym_new_not_null(ctx);
            }
            else {
                attr = sym_new_const(ctx, current);
            }
            self = owner;
        }

        /* ---- Context managers ---- */

        op(_INSERT_NULL, (self -- method_and_self[2])) {
            JitOptSymbol *manager = self;
            method_and_self[0] = sym_new_null(ctx);
            method_and_self[1] = manager;
        }

        op(_LOAD_SPECIAL, (method_and_self[2] -- method_and_self[2])) {
            method_and_self[0] = sym_new_not_null(ctx);
            method_and_self[1] = sym_new_unknown(ctx);
        }

        /* ---- Iteration and generators ---- */

        op(_GET_ITER, (iterable -- iter)) {
            if (sym_matches_type(iterable, &PyList_Type)) {
                iter = sym_new_type(ctx, &PyListIter_Type);
            }
            else if (sym_matches_type(iterable, &PyTuple_Type)) {
                iter = sym_new_type(ctx, &PyTupleIter_Type);
            }
            else {
                iter = sym_new_not_null(ctx);
            }
        }

        // These also check, without a GIL, that no other thread holds the iterator. So they stay in place
        // there.

        op(_ITER_CHECK_LIST, (iter -- iter)) {
#ifndef Py_GIL_DISABLED
            if (sym_matches_type(iter, &PyListIter_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
#endif
            sym_set_type(iter, &PyListIter_Type);
        }

        op(_ITER_CHECK_TUPLE, (iter -- iter)) {
#ifndef Py_GIL_DISABLED
            if (sym_matches_type(iter, &PyTupleIter_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
#endif
            sym_set_type(iter, &PyTupleIter_Type);
        }

        op(_ITER_CHECK_RANGE, (iter -- iter)) {
#ifndef Py_GIL_DISABLED
            if (sym_matches_type(iter, &PyRangeIter_Type)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
#endif
            sym_set_type(iter, &PyRangeIter_Type);
        }

        op(_ITER_NEXT_RANGE, (iter -- iter, next)) {
            next = sym_new_type(ctx, &PyLong_Type);
        }

        // Resuming a generator enters a frame that is already half way through, and of which nothing is
        // known.

        op(_FOR_ITER_GEN_FRAME, (iter -- iter, gen_frame: _Py_UOpsAbstractFrame *)) {
            gen_frame = NULL;
            ctx->done = true;
        }

        op(_SEND_GEN_FRAME, (receiver, v -- receiver, gen_frame: _Py_UOpsAbstractFrame *)) {
            gen_frame = NULL;
            ctx->done = true;
        }

        // The value that comes out is the one sent in at the next resumption, by whoever that is. Until then
        // any code may run.
        op(_YIELD_VALUE, (retval -- value)) {
            value = sym_new_unknown(ctx);
            ctx->done = true;
        }

        /* ---- Checks before a call ---- */

        // Installing a frame evaluation function throws all traces away, so looking once is enough.
        op(_CHECK_PEP_523, (--)) {
            if (_PyInterpreterState_GET()->eval_frame == NULL) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
        }

        // A known function only has to be compared by its version, without looking at its type first.
        op(_CHECK_FUNCTION_VERSION, (func_version/2, callable, unused, unused[oparg] -- callable, unused,
                                     unused[oparg])) {
            if (sym_is_const(ctx, callable) && sym_matches_type(callable, &PyFunction_Type)) {
                PyObject *func_o = sym_get_const(ctx, callable);
                REPLACE_OP(this_instr, _CHECK_FUNCTION_VERSION_INLINE, 0, func_version);
                this_instr->operand1 = (uintptr_t)func_o;
            }
            sym_set_type(callable, &PyFunction_Type);
        }

        op(_CHECK_METHOD_VERSION, (func_version/2, callable, null, unused[oparg] -- callable, null,
                                   unused[oparg])) {
            bool is_method = sym_matches_type(callable, &PyMethod_Type);
            if (is_method && sym_is_const(ctx, callable) && sym_is_null(null)) {
                PyObject *func_o = ((PyMethodObject *)sym_get_const(ctx, callable))->im_func;
                if (PyFunction_Check(func_o)) {
                    REPLACE_OP(this_instr, _CHECK_FUNCTION_VERSION_INLINE, 0, func_version);
                    this_instr->operand1 = (uintptr_t)func_o;
                }
            }
            sym_set_type(callable, &PyMethod_Type);
            sym_set_null(null);
        }

        // The number of arguments is part of the code object, and the code object part of the version that
        // was checked before.
        op(_CHECK_FUNCTION_EXACT_ARGS, (callable, self_or_null, unused[oparg] -- callable, self_or_null,
                                        unused[oparg])) {
            bool has_self = sym_is_not_null(self_or_null);
            bool settled = has_self || sym_is_null(self_or_null);
            if (settled && sym_is_const(ctx, callable) && sym_matches_type(callable, &PyFunction_Type)) {
                PyFunctionObject *func = (PyFunctionObject *)sym_get_const(ctx, callable);
                PyCodeObject *code = (PyCodeObject *)func->func_code;
                if (code->co_argcount == oparg + has_self) {
                    REPLACE_OP(this_instr, _NOP, 0, 0);
                }
            }
        }

        op(_CHECK_CALL_BOUND_METHOD_EXACT_ARGS, (callable, null, unused[oparg] -- callable, null,
                                                 unused[oparg])) {
            if (sym_matches_type(callable, &PyMethod_Type) && sym_is_null(null)) {
                REPLACE_OP(this_instr, _NOP, 0, 0);
            }
            sym_set_type(callable, &PyMethod_Type);
            sym_set_null(null);
        }

        // Only remembered here: when the frame is pushed it is decided whether this check is needed.
        op(_CHECK_STACK_SPACE, (callable, unused, unused[oparg] -- callable, unused, unused[oparg])) {
            assert(corresponding_check_stack == NULL);
            corresponding_check_stack = this_instr;
        }

        // The optimizer writes these itself when its walk is over, so the walk never meets one.
        op(_CHECK_STACK_SPACE_OPERAND, (framesize/2 --)) {
            Py_UNREACHABLE();
        }

        /* ---- Taking bound methods apart ---- */

        op(_INIT_CALL_BOUND_METHOD_EXACT_ARGS, (callable, self_or_null, unused[oparg] -- callable,
                                                self_or_null, unused[oparg])) {
            PyMethodObject *method = NULL;
            if (sym_is_const(ctx, callable) && sym_matches_type(callable, &PyMethod_Type)) {
                method = (PyMethodObject *)sym_get_const(ctx, callable);
            }
            if (method == NULL) {
                callable = sym_new_not_null(ctx);
                self_or_null = sym_new_not_null(ctx);
            }
            else {
                callable = sym_new_const(ctx, method->im_func);
                self_or_null = sym_new_const(ctx, method->im_self);
            }
        }

        op(_EXPAND_METHOD, (callable, self_or_null, unused[oparg] -- callable, self_or_null, unused[oparg])) {
            PyMethodObject *method = NULL;
            if (sym_is_const(ctx, callable) && sym_matches_type(callable, &PyMethod_Type)) {
                method = (PyMethodObject *)sym_get_const(ctx, callable);
            }
            if (method == NULL) {
                callable = sym_new_not_null(ctx);
                self_or_null = sym_new_not_null(ctx);
            }
            else {
                callable = sym_new_const(ctx, method->im_func);
                self_or_null = sym_new_const(ctx, method->im_self);
            }
        }

        op(_EXPAND_METHOD_KW, (callable, self_or_null, unused[oparg], unused -- callable, self_or_null,
                               unused[oparg], unused)) {
            callable = sym_new_not_null(ctx);
            self_or_null = sym_new_not_null(ctx);
        }

        // Only a bound method without a self is taken apart. If it cannot be one, all stays as it is.

        op(_MAYBE_EXPAND_METHOD, (callable, self_or_null, unused[oparg] -- callable, self_or_null,
                                  unused[oparg])) {
            bool no_method = sym_has_type(callable) && !sym_matches_type(callable, &PyMethod_Type);
            bool stays = no_method || sym_is_not_null(self_or_null);
            callable = stays ? callable : sym_new_not_null(ctx);
            self_or_null = stays ? self_or_null : sym_new_unknown(ctx);
        }

        op(_MAYBE_EXPAND_METHOD_KW, (callable, self_or_null, unused[oparg], unused -- callable, self_or_null,
                                     unused[oparg], unused)) {
            bool no_method = sym_has_type(callable) && !sym_matches_type(callable, &PyMethod_Type);
            bool stays = no_method || sym_is_not_null(self_or_null);
            callable = stays ? callable : sym_new_not_null(ctx);
            self_or_null = stays ? self_or_null : sym_new_unknown(ctx);
        }

        /* ---- New frames ---- */
        // Two micro-ops further on comes the push, which carries the function or the code of the new frame. A
        // frame whose code is unknown cannot be walked into, so there the walk ends.

        op(_INIT_CALL_PY_EXACT_ARGS, (callable, self_or_null, args[oparg] --
                                      new_frame: _Py_UOpsAbstractFrame *)) {
            assert(this_instr[2].opcode == _PUSH_FRAME);
            PyCodeObject *code = get_code_with_logging(&this_instr[2]);
            // The slot below the arguments is self, so with a self the arguments begin one slot earlier.
            JitOptSymbol **first = args;
            int count = oparg;
            if (sym_is_not_null(self_or_null)) {
                first = args - 1;
                count = oparg + 1;
            }
            else if (!sym_is_null(self_or_null)) {
                // Perhaps a self, perhaps not: nothing is known about any parameter.
                first = NULL;
                count = 0;
            }
            if (code == NULL) {
                new_frame = NULL;
                ctx->done = true;
            }
            else {
                new_frame = frame_new(ctx, code, 0, first, count);
            }
        }

        // Here the arguments may be spread over *args, **kwargs and defaults: no parameter is known.
        op(_PY_FRAME_GENERAL, (callable, self_or_null, args[oparg] -- new_frame: _Py_UOpsAbstractFrame *)) {
            assert(this_instr[2].opcode == _PUSH_FRAME);
            PyCodeObject *code = get_code_with_logging(&this_instr[2]);
            if (code == NULL) {
                new_frame = NULL;
                ctx->done = true;
            }
            else {
                new_frame = frame_new(ctx, code, 0, NULL, 0);
            }
        }

        op(_PY_FRAME_KW, (callable, self_or_null, args[oparg], kwnames --
                          new_frame: _Py_UOpsAbstractFrame *)) {
            new_frame = NULL;
            ctx->done = true;
        }

        op(_BINARY_OP_SUBSCR_INIT_CALL, (container, sub, getitem -- new_frame: _Py_UOpsAbstractFrame *)) {
            new_frame = NULL;
            ctx->done = true;
        }

        op(_LOAD_ATTR_PROPERTY_FRAME, (fget/4, owner -- new_frame: _Py_UOpsAbstractFrame *)) {
            new_frame = NULL;
            ctx->done = true;
        }

        // The new object is of exactly the class that is called.
        op(_CHECK_AND_ALLOCATE_OBJECT, (type_version/2, callable, self_or_null, unused[oparg] -- callable,
                                        self_or_null, unused[oparg])) {
            PyTypeObject *type = NULL;
            if (sym_is_const(ctx, callable) && PyType_Check(sym_get_const(ctx, callable))) {
                type = (PyTypeObject *)sym_get_const(ctx, callable);
            }
            if (type != NULL && type->tp_version_tag == type_version) {
                self_or_null = sym_new_type(ctx, type);
            }
            else {
                self_or_null = sym_new_not_null(ctx);
            }
            // In place of the class its __init__ function stands there now.
            callable = sym_new_type(ctx, &PyFunction_Type);
        }

        op(_CREATE_INIT_FRAME, (init, self, args[oparg] -- init_frame: _Py_UOpsAbstractFrame *)) {
            init_frame = NULL;
            ctx->done = true;
        }

        op(_PUSH_FRAME, (new_frame: _Py_UOpsAbstractFrame * --)) {
            SYNC_SP();
            ctx->frame->stack_pointer = stack_pointer;
            ctx->curr_frame_depth += 1;
            ctx->frame = new_frame;
            stack_pointer = new_frame->stack_pointer;
            co = get_code(this_instr);
            // Keep account of the stack space that the frames need together. One check at the first call can
            // then ask for the most that is ever needed, and the later checks go.
            if (co != NULL && co->co_framesize <= INT32_MAX - curr_space) {
                curr_space += co->co_framesize;
                if (max_space < curr_space) {
                    max_space = curr_space;
                }
                if (first_valid_check_stack == NULL) {
                    first_valid_check_stack = corresponding_check_stack;
                }
                else if (corresponding_check_stack != NULL) {
                    REPLACE_OP(corresponding_check_stack, _NOP, 0, 0);
                }
                corresponding_check_stack = NULL;
            }
            else {
                ctx->done = true;
            }
        }

        op(_RETURN_VALUE, (retval -- res)) {
            JitOptSymbol *returned = retval;
            DEAD(retval);
            SAVE_STACK();
            ctx->frame->stack_pointer = stack_pointer;
            if (ctx->curr_frame_depth > 1) {
                // Back to the caller: its stack goes on where the call left it, plus the value.
                curr_space -= co->co_framesize;
                frame_pop(ctx);
                co = get_code(this_instr);
            }
            else {
                // The frame that the trace began in is left; nothing is known of its caller.
                co = NULL;
            }
            stack_pointer = ctx->frame->stack_pointer;
            if (co == NULL) {
                ctx->done = true;
            }
            RELOAD_STACK();
            res = returned;
        }

        // Called at the start of a generator function: it leaves the frame, and the caller gets the
        // generator.
        op(_RETURN_GENERATOR, (-- res)) {
            SAVE_STACK();
            ctx->frame->stack_pointer = stack_pointer;
            if (ctx->curr_frame_depth > 1) {
                curr_space -= co->co_framesize;
                frame_pop(ctx);
                co = get_code(this_instr);
            }
            else {
                co = NULL;
            }
            stack_pointer = ctx->frame->stack_pointer;
            if (co == NULL) {
                ctx->done = true;
            }
            RELOAD_STACK();
            res = sym_new_not_null(ctx);
        }

        /* ---- Calls of built-ins ---- */

        op(_CALL_TYPE_1, (callable, null, arg -- res)) {
            if (sym_has_type(arg)) {
                res = sym_new_const(ctx, (PyObject *)sym_get_type(arg));
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        // The str of a string is the string. For other classes __str__ may return a subclass of str, but the
        // built-in numbers do not.
        op(_CALL_STR_1, (callable, null, arg -- res)) {
            if (sym_matches_type(arg, &PyUnicode_Type)) {
                res = arg;
            }
            else if (sym_matches_type(arg, &PyLong_Type) || sym_matches_type(arg, &PyFloat_Type)) {
                res = sym_new_type(ctx, &PyUnicode_Type);
            }
            else {
                res = sym_new_not_null(ctx);
            }
        }

        op(_CALL_TUPLE_1, (callable, null, arg -- res)) {
            if (sym_matches_type(arg, &PyTuple_Type)) {
                res = arg;
            }
            else {
                res = sym_new_type(ctx, &PyTuple_Type);
            }
        }

        op(_CALL_LEN, (callable, null, arg -- res)) {
            int length = sym_tuple_length(arg);
            if (length < 0) {
                res = sym_new_type(ctx, &PyLong_Type);
            }
            else {
                PyObject *number = PyLong_FromLong(length);
                if (number == NULL) {
                    goto error;
                }
                res = sym_new_const(ctx, number);
                Py_DECREF(number);
            }
        }

        // An instance of a subclass is an instance, and that is certain if the class is a plain one. The
        // reverse is not: an object may lie about its class.
        op(_CALL_ISINSTANCE, (callable, self_or_null, args[oparg] -- res)) {
            bool certain = false;
            bool two = oparg == 2 && sym_is_null(self_or_null);
            if (two && sym_has_type(args[0]) && sym_is_const(ctx, args[1])) {
                PyObject *class_o = sym_get_const(ctx, args[1]);
                if (Py_IS_TYPE(class_o, &PyType_Type)) {
                    certain = PyType_IsSubtype(sym_get_type(args[0]), (PyTypeObject *)class_o);
                }
            }
            if (certain) {
                res = sym_new_const(ctx, Py_True);
            }
            else {
                res = sym_new_type(ctx, &PyBool_Type);
            }
        }

        /* ---- Ends of a trace ---- */

        op(_JUMP_TO_TOP, (--)) {
            ctx->done = true;
        }

        op(_EXIT_TRACE, (exit_p/4 --)) {
            ctx->done = true;
        }

        op(_DEOPT, (--)) {
            ctx->done = true;
        }

// END BYTECODES //

    }
    return 0;
error:
    return -1;
}
