// BEGIN BYTECODES //
inst(A, --) {
}
// END BYTECODES //
