// BEGIN BYTECODES //
fast inst(A, (--)) {
}
// END BYTECODES //
