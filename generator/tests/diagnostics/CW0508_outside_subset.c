// bindings: none
// BEGIN BYTECODES //
tier1 inst(INSIDE, (--)) {
    _Py_CODEUNIT unit = (_Py_CODEUNIT){0};
}
// END BYTECODES //
