// bindings: none
// BEGIN BYTECODES //
tier1 inst(KEEPS, (value -- value, res)) {
    res = PyStackRef_MakeHeapSafe(value);
}
// END BYTECODES //
