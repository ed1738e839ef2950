// BEGIN BYTECODES //
op(_A, (--)) {
    one()
op(_B, (--)) { two(); }
}
macro(A) = _A;
// END BYTECODES //
