// BEGIN BYTECODES //
inst(CALL_OUT, (--)) {
    SAVE_STACK();
    CALL();
}
// END BYTECODES //
