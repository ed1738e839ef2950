// BEGIN BYTECODES //
op(_A, (--)) {
    one();
}
macro(A) = _A;
label(error) {
    return 1;
}
macro(B) = _A + unused/-2;
// END BYTECODES //
