// BEGIN BYTECODES //
inst(A, (--)) {
    #if X
    f();
    #elif Y
    g();
    #endif
}
// END BYTECODES //
