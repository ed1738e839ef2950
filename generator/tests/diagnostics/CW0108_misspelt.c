// BEGIN BYTECODES //
op(_LOAD_FIRST, (-- value)) {
    value = PyStackRef_None;
}
macro(A) = _LOAD_FRIST;
macro(B) = _SOMETHING_ELSE;
// END BYTECODES //
