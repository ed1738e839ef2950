// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    for (int i = 0; i < oparg; i++) {
        DEAD(value);
    }
}
// END BYTECODES //
