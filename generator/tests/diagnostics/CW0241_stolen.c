// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    PyObject *object = PyStackRef_AsPyObjectSteal(value);
    PyStackRef_CLOSE_SPECIALIZED(value, _PyFloat_ExactDealloc);
}
// END BYTECODES //
