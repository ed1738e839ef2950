// BEGIN BYTECODES //
op(_A, (-- value)) {
    value = PyStackRef_None;
}
op(_B, (-- unused)) {
}
macro(BAD) = _A + _A;
macro(ALSO_BAD) = _B + flush + _B;
// END BYTECODES //
