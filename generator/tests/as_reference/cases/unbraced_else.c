// BEGIN BYTECODES //
op(_A, (--)) {
    if (x) { one(); } else two();
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
