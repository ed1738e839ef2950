// BEGIN BYTECODES //
inst(A, (--)) {
    f();
    #endif
}
// END BYTECODES //
