// BEGIN BYTECODES //
inst(POP_ABOVE, (kept, value -- kept)) {
    DEAD(value);
    SYNC_SP();
    if (oparg) {
        USE(1);
    }
}
// END BYTECODES //
