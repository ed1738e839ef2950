// BEGIN BYTECODES //
op(_A, (--)) {
    case 1: one();
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
