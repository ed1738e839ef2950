// BEGIN BYTECODES //
inst(A, (--)) {
// repeat-lines 30000:     f();
}
// END BYTECODES //
