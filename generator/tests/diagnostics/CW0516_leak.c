// bindings: none
// BEGIN BYTECODES //
tier1 inst(LEAKS, (--)) {
    _PyStackRef value = PyStackRef_FromPyObjectSteal(PyLong_FromLong(1));
}
// END BYTECODES //
