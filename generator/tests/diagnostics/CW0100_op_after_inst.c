// BEGIN BYTECODES //
inst(A, (--)) {
}
override op(A, (--)) {
}
// END BYTECODES //
