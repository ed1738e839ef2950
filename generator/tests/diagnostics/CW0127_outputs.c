// BEGIN BYTECODES //
op(_A, (-- value)) {
    value = PyStackRef_None;
}
op(_B, (-- value)) {
    value = PyStackRef_True;
}
op(_C, (value -- value)) {
}
macro(BAD) = _A + _B;
macro(FLUSHED) = _A + flush + _B;
macro(PEEKED) = _A + _C;
// END BYTECODES //
