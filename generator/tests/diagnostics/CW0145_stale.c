// BEGIN BYTECODES //
replicate(3) op(_A, (--)) {
    step = oparg;
}
override replicate(1) op(_A, (--)) {
    step = -oparg;
}
macro(M) = _A;
// END BYTECODES //
