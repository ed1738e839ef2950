// BEGIN BYTECODES //
inst(A, (--)) {
    f(x));
}
// END BYTECODES //
