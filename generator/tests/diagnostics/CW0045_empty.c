// BEGIN BYTECODES //
inst(A, (values[] --)) {
}
inst(B, (values[1 2] --)) {
}
// END BYTECODES //
