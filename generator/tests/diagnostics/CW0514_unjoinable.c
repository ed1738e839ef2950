// bindings: none
// BEGIN BYTECODES //
tier1 inst(PATHS, (--)) {
    _PyStackRef one = PyStackRef_FromPyObjectSteal(PyLong_FromLong(1));
    for (int i = 0; i < oparg; i++) {
        _PyStackRef two = PyStackRef_FromPyObjectSteal(PyLong_FromLong(2));
        PyStackRef_CLOSE(one);
        one = two;
    }
    PyStackRef_CLOSE(one);
}
// END BYTECODES //
