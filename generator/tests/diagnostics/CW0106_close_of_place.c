// BEGIN BYTECODES //
inst(A, (value --)) {
    PyStackRef_CLOSE(*slot);
    PyStackRef_XCLOSE(value);
}
// END BYTECODES //
