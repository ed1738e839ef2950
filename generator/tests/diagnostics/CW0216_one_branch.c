// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    if (oparg) {
        PyStackRef_CLOSE(value);
    }
}
// END BYTECODES //
