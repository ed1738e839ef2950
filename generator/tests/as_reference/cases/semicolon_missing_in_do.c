// BEGIN BYTECODES //
op(_A, (--)) {
    do { one() } while (0);
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
