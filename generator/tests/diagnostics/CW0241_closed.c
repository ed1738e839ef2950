// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    PyStackRef_CLOSE(value);
    PyStackRef_CLOSE(value);
}
// END BYTECODES //
