// BEGIN BYTECODES //
inst(POP_TWO, (lower, upper --)) {
    PyStackRef_CLOSE(lower);
    PyStackRef_CLOSE(upper);
}
// END BYTECODES //
