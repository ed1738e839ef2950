// BEGIN BYTECODES //
inst(CALL_OUT, (--)) {
    CALL();
    RELOAD_STACK();
}
// END BYTECODES //
