// BEGIN BYTECODES //
override op(_LOAD_FRIST, (-- value)) {
    value = PyStackRef_None;
}
override inst(A, (--)) {
}
macro(M) = _LOAD_FRIST;
// END BYTECODES //
