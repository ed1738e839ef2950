// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    SYNC_SP();
    DEAD(value);
}
// END BYTECODES //
