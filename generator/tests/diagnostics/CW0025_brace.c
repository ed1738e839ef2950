// BEGIN BYTECODES //
inst(A, (--)) {
    if (x) {
        f();
    if (y) {
        g();
    }
}

inst(B, (--)) {
}
// END BYTECODES //
