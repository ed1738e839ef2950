// Instructions whose arms are run: see arms.rs.
// BEGIN BYTECODES //

    family(ADD, 0) = {
        ADD_INT,
    };

    inst(ADD, (left, right -- res)) {
        PyObject *left_o = PyStackRef_AsPyObjectBorrow(left);
        PyObject *res_o = PyObject_GetItem(left_o, PyStackRef_AsPyObjectBorrow(right));
        PyStackRef_CLOSE(right);
        PyStackRef_CLOSE(left);
        ERROR_IF(res_o == NULL);
        res = PyStackRef_FromPyObjectSteal(res_o);
    }

    op(_GUARD_TOS_INT, (value -- value)) {
        PyObject *value_o = PyStackRef_AsPyObjectBorrow(value);
        EXIT_IF(!PyLong_CheckExact(value_o));
    }

    op(_GUARD_NOS_INT, (left, unused -- left, unused)) {
        PyObject *left_o = PyStackRef_AsPyObjectBorrow(left);
        DEOPT_IF(!PyLong_CheckExact(left_o));
    }

    op(_ADD_INT, (left, right -- res)) {
        PyObject *left_o = PyStackRef_AsPyObjectBorrow(left);
        PyObject *right_o = PyStackRef_AsPyObjectBorrow(right);
        PyObject *res_o = _PyLong_Add((PyLongObject *)left_o, (PyLongObject *)right_o);
        PyStackRef_CLOSE(right);
        PyStackRef_CLOSE(left);
        ERROR_IF(res_o == NULL);
        res = PyStackRef_FromPyObjectSteal(res_o);
    }

    // Guards that look at items, and a body that consumes them.
    macro(ADD_INT) = _GUARD_TOS_INT + _GUARD_NOS_INT + _ADD_INT;

    op(_PUSH_OPARG, (-- number)) {
        number = PyStackRef_FromPyObjectSteal(PyLong_FromLong(oparg));
    }

    // The sum is of an item that no memory has yet.
    macro(ADD_ON) = _PUSH_OPARG + _ADD_INT;

    op(_UNDER, (value -- number, same)) {
        number = PyStackRef_FromPyObjectSteal(PyLong_FromLong(oparg));
        same = value;
        DEAD(value);
    }

    op(_NEGATE, (value -- res)) {
        PyObject *res_o = PyNumber_Negative(PyStackRef_AsPyObjectBorrow(value));
        PyStackRef_CLOSE(value);
        ERROR_IF(res_o == NULL);
        res = PyStackRef_FromPyObjectSteal(res_o);
    }

    op(_NEGATE_NO_POP, (value -- res)) {
        PyObject *res_o = PyNumber_Negative(PyStackRef_AsPyObjectBorrow(value));
        if (res_o == NULL) {
            ERROR_NO_POP();
        }
        PyStackRef_CLOSE(value);
        res = PyStackRef_FromPyObjectSteal(res_o);
    }

    // An error leaves `number` on the stack, which was in a variable only.
    macro(NEGATE_OVER) = _UNDER + _NEGATE;
    macro(NEGATE_OVER_NO_POP) = _UNDER + _NEGATE_NO_POP;
    // The same behind a flush.
    macro(NEGATE_FLUSHED) = _UNDER + flush + _NEGATE;

    op(_PACK_ALL, (values[oparg] -- res)) {
        PyObject *res_o = _PyTuple_FromStackRefStealOnSuccess(values, oparg);
        if (res_o == NULL) {
            ERROR_NO_POP();
        }
        INPUTS_DEAD();
        res = PyStackRef_FromPyObjectSteal(res_o);
    }

    // What lies in variables has to be in memory before an array is looked at.
    macro(UNDER_AND_PACK) = _UNDER + _PACK_ALL;
    macro(PACK) = _PACK_ALL;

    op(_CACHED, (small/1, wide/2 -- number)) {
        number = PyStackRef_FromPyObjectSteal(PyLong_FromLong((long)small + (long)wide));
    }

    macro(CACHED) = unused/1 + _CACHED + unused/1;

    inst(AGAIN, (value --)) {
        int is_true = PyObject_IsTrue(PyStackRef_AsPyObjectBorrow(value));
        PyStackRef_CLOSE(value);
        if (is_true) {
            DISPATCH_SAME_OPARG();
        }
    }

    label(pop_2_error) {
        stack_pointer -= 2;
        goto error;
    }

    label(pop_1_error) {
        stack_pointer -= 1;
        goto error;
    }

    label(error) {
        goto exception_unwind;
    }

    spilled label(exception_unwind) {
        goto exit_unwind;
    }

    spilled label(exit_unwind) {
        return NULL;
    }

    spilled label(start_frame) {
        goto exit_unwind;
    }

// END BYTECODES //
