// BEGIN BYTECODES //
op(_A, (--)) {
    else {
        one();
    } two();
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
