// BEGIN BYTECODES // here
inst(A, (--)) {
}
// END BYTECODES //
