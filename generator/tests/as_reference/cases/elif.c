// BEGIN BYTECODES //
op(_A, (--)) {
#if X
    one();
#elif Y
    two();
#endif
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
