// BEGIN BYTECODES //
static int helper;
inst(A, (--)) {
}
// END BYTECODES //
