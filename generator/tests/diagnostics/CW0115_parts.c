// BEGIN BYTECODES //
op(_A, (--)) {
}
macro(M) =
// repeat-lines 257:     _A +
    _A;
// END BYTECODES //
