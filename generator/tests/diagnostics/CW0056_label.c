// BEGIN BYTECODES //
inst(A, (--)) {
again:
    f();
    g();
}
// END BYTECODES //
