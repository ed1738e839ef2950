// BEGIN BYTECODES //
inst(A, (low, unused --)) {
    PyStackRef_CLOSE(low);
}
// END BYTECODES //
