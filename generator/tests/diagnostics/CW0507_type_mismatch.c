// bindings: none
// BEGIN BYTECODES //
tier1 inst(MIXED, (value -- value)) {
    int number = PyStackRef_AsPyObjectBorrow(value);
}
// END BYTECODES //
