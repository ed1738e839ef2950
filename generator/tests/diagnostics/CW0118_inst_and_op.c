// BEGIN BYTECODES //
inst(NOP, (--)) {
}
op(_NOP, (--)) {
}
macro(M) = _NOP;
// END BYTECODES //
