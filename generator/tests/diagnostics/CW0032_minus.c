// BEGIN BYTECODES //
inst(A, (left, right - res)) {
}
// END BYTECODES //
