// bindings: none
// BEGIN BYTECODES //
tier1 inst(LOSE, (--)) {
    PyLong_FromLong(oparg);
}
// END BYTECODES //
