// BEGIN BYTECODES //
inst(A, (-- res, null if (oparg & 1))) {
}
// END BYTECODES //
