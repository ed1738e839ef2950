// BEGIN BYTECODES //
inst(A, (--)) {
    #else
    f();
}
// END BYTECODES //
