// BEGIN BYTECODES //
inst(MAKE_ONE, (-- value)) {
    if (oparg) {
        value = MAKE();
        call_something();
    }
}
// END BYTECODES //
