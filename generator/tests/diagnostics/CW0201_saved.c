// BEGIN BYTECODES //
inst(NEXT, (--)) {
    SAVE_STACK();
    DISPATCH();
}
// END BYTECODES //
