// BEGIN BYTECODES //
inst(A, (--)) {
    f(x[1);
}
// END BYTECODES //
