// bindings: none
// BEGIN BYTECODES //
tier1 inst(BOTH, (value -- value)) {
    PyObject *object = PyLong_FromLong(1);
    object = PyStackRef_AsPyObjectBorrow(value);
    Py_DECREF(object);
}
// END BYTECODES //
