// BEGIN BYTECODES //
inst(A, (int, op -- pure)) {
}
// END BYTECODES //
