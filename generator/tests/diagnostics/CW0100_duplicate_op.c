// BEGIN BYTECODES //
op(_A, (--)) {
}
macro(M) = _A;
op(_A, (--)) {
}
// END BYTECODES //
