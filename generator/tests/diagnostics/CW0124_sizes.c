// BEGIN BYTECODES //
op(_A, (--)) {
}
op(_A_INT, (--)) {
}
macro(A) = unused/1 + _A;
macro(A_INT) = unused/2 + _A_INT;
family(A) = { A_INT };
// END BYTECODES //
