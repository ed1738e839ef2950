// BEGIN BYTECODES //
op(_A, (--)) {
#if X
    if (x) {
#else
    if (y) {
#endif
    one();
    }
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
