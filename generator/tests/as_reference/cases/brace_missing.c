// BEGIN BYTECODES //
op(_A, (--)) {
    if (x) {
        one();
}
op(_B, (--)) {
    two();
}
macro(A) = _B;
// END BYTECODES //
