// BEGIN BYTECODES //
inst(A, (--)) {
    #if X
    f();
    #else
    g();
    #else
    h();
    #endif
}
// END BYTECODES //
