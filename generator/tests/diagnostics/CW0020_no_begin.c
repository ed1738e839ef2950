inst(A, (--)) {
}
// END BYTECODES //
