// BEGIN BYTECODES //
op(_A, (--)) {
    one();
}
macro(A) = _A;
label(error) {
    return 1;
}
/*