// BEGIN BYTECODES //
op(_B, (
// repeat-lines 128:     unused,
    last
--)) {
}
op(_C, (--
// repeat-lines 127:     unused,
    unused
)) {
}
macro(M) = _B + _C + _C + _C + _C + _C;
// END BYTECODES //
