// BEGIN BYTECODES //
#if X
inst(A, (--)) {
}
#endif
// END BYTECODES //
