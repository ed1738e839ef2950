// BEGIN BYTECODES //
op(_A, (--)) {
    one() two();
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
