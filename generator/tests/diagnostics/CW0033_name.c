// BEGIN BYTECODES //
inst(A, (counter/N --)) {
}
// END BYTECODES //
