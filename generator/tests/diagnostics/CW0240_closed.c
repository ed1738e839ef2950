// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    PyStackRef_CLOSE(value);
    USE(value);
}
// END BYTECODES //
