// BEGIN BYTECODES //
inst(A, (counter/-1 --)) {
}
// END BYTECODES //
