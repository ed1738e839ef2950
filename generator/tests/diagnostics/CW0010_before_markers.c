int dummy = 1 @ 2;
// BEGIN BYTECODES //
inst(A, (--)) {
}
// END BYTECODES //
