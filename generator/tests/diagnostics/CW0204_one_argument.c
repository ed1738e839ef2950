// BEGIN BYTECODES //
inst(POP_FLOAT, (value --)) {
    PyStackRef_CLOSE_SPECIALIZED(value);
}
// END BYTECODES //
