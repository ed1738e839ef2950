// BEGIN BYTECODES //
inst(A, (--)) {
}
inst(A, (--)) {
}
op(_B, (--)) {
}
macro(A) = _B;
pseudo(A, (--)) = { A };
// END BYTECODES //
