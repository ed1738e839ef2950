// BEGIN BYTECODES //
inst(A, (--)) {
    f("100\% sure");
}
// END BYTECODES //
