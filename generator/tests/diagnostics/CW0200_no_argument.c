// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    DEAD;
}
// END BYTECODES //
