// BEGIN BYTECODES //
inst(SPREAD, (a, b -- items[oparg])) {
    FILL(items, a, b);
    DECREF_INPUTS();
}
// END BYTECODES //
