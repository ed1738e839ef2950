// bindings: none
// BEGIN BYTECODES //
tier1 inst(UNSET, (-- res)) {
    res = PyStackRef_NULL;
    PyStackRef_CLOSE(res);
}
// END BYTECODES //
