// BEGIN BYTECODES //
inst(TWO, (-- first, second)) {
    first = MAKE();
}
// END BYTECODES //
