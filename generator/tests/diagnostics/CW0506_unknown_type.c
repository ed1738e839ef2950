// bindings: none
// BEGIN BYTECODES //
tier1 inst(TYPED, (--)) {
    PyUnknownObject *nothing = NULL;
}
// END BYTECODES //
