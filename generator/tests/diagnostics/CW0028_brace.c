// BEGIN BYTECODES //
inst(A, (--)) {
    if (x) {
        f();
}
// END BYTECODES //
