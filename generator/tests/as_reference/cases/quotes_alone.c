// BEGIN BYTECODES //
op(_A, (--)) {
    x = '; y = ";
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
