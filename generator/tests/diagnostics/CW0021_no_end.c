// BEGIN BYTECODES //
inst(A, (--)) {
}
