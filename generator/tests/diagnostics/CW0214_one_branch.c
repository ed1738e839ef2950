// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    if (oparg) {
        DEAD(value);
    }
}
// END BYTECODES //
