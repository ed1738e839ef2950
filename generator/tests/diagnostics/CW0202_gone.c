// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    PyStackRef_CLOSE(value);
    DEAD(value);
}
// END BYTECODES //
