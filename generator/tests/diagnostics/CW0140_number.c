// BEGIN BYTECODES //
op(_A, (--)) {
}
macro(A) = unused/2 + _A;
macro(A_INT) = unused/2 + _A;
family(A, 3) = { A_INT };
// END BYTECODES //
