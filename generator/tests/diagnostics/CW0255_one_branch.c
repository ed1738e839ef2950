// BEGIN BYTECODES //
inst(MAYBE, (-- value)) {
    if (oparg) {
        value = MAKE();
    }
}
// END BYTECODES //
