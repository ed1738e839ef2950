// BEGIN BYTECODES //
inst(A, (--)) {
    #if X
    f();
}
// END BYTECODES //
