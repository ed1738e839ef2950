// bindings: none
// BEGIN BYTECODES //
tier1 inst(RELEASE, (value -- value)) {
    PyObject *object = PyStackRef_AsPyObjectBorrow(value);
    Py_DECREF(object);
}
// END BYTECODES //
