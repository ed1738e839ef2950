// BEGIN BYTECODES //
replicate(0) op(_A, (--)) {
}
replicate(1000) op(_B, (--)) {
}
macro(M) = _A + _B;
// END BYTECODES //
