// BEGIN BYTECODES //
inst(TWO, (a, b -- first, second)) {
    first = MAKE(a);
    second = MAKE(b);
    DECREF_INPUTS();
}
// END BYTECODES //
