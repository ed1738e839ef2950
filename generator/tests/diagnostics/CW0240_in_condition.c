// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    DEAD(value);
    if (IS_NULL(value)) {
        USE(1);
    }
}
// END BYTECODES //
