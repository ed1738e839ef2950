// BEGIN BYTECODES //
inst(A, (unused/3, version/3 --)) {
}
inst(B, (unused/0 --)) {
}
// END BYTECODES //
