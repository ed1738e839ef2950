// BEGIN BYTECODES //
op(_A, (--)) {
again: one();
    x ? y : z();
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
