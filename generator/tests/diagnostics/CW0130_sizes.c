// BEGIN BYTECODES //
inst(A, (first[count], second[-1 + oparg] --)) {
    DECREF_INPUTS();
}
// END BYTECODES //
