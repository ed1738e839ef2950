// BEGIN BYTECODES //
inst(CALL_OUT, (--)) {
    if (oparg) {
        SAVE_STACK();
    }
    CALL();
    RELOAD_STACK();
}
// END BYTECODES //
