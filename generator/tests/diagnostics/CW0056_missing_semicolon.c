// BEGIN BYTECODES //
inst(A, (--)) {
    f()
    g();
}
inst(B, (--)) {
    h()
}
// END BYTECODES //
