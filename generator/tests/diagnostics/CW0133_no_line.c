// BEGIN BYTECODES //
inst(INSTRUMENTED_A, (--)) {
}
inst(INSTRUMENTED_B, (--)) {
}
// END BYTECODES //
