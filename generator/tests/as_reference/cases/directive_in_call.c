// BEGIN BYTECODES //
op(_A, (--)) {
    one(
#if X
        1
#endif
    );
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
