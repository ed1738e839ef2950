// BEGIN BYTECODES //
op(_A, (--)) {
    one(1,
        2);
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
