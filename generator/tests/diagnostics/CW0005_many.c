// BEGIN BYTECODES //
inst(A, (--)) {
}
// repeat 120: @ f
// END BYTECODES //
