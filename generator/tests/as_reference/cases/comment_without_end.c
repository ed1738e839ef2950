// BEGIN BYTECODES //
op(_A, (--)) {
    one();
}
macro(A) = _A;
label(error) {
    return 1;
}
inst(B, (--)) { x = 1 /* 2; }
// END BYTECODES //
