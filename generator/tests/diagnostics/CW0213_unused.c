// BEGIN BYTECODES //
inst(POP_TOP, (unused --)) {
    DECREF_INPUTS();
}
// END BYTECODES //
