// BEGIN BYTECODES //
label(A, B) {
}
// END BYTECODES //
