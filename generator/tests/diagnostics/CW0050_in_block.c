// BEGIN BYTECODES //
inst(A, (--)) {
    #if X
    if (a) {
    #else
    if (b) {
    #endif
    }
}
// END BYTECODES //
