// BEGIN BYTECODES //
inst(A, (counter/0x1 --)) {
}
// END BYTECODES //
