// bindings: none
// BEGIN BYTECODES //
tier1 inst(TWICE, (value -- res)) {
    res = twice(value);
}
// END BYTECODES //
