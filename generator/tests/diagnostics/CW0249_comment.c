// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    INPUTS_DEAD(/* all of them */);
}
// END BYTECODES //
