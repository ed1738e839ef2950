// bindings: none
// BEGIN BYTECODES //
tier1 inst(FATAL, (-- res)) {
    _PyStackRef value = PyStackRef_FromPyObjectSteal(PyLong_FromLong(1));
    res = value;
    PyStackRef_CLOSE(value);
    PyStackRef_CLOSE(res);
}
// END BYTECODES //
