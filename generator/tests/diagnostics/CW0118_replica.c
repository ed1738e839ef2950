// BEGIN BYTECODES //
op(_A_1, (--)) {
}
replicate(2) op(_A, (--)) {
    step = oparg;
}
macro(M) = _A + _A_1;
// END BYTECODES //
