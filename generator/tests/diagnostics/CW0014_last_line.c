// BEGIN BYTECODES //
inst(A, (--)) {
}
#endif