// BEGIN BYTECODES //
op(_A, (lhs, rhs -- rhs)) {
    PyStackRef_CLOSE(lhs);
}
op(_B, (index/1 -- index)) {
    index = PyStackRef_None;
}
macro(M) = _A + _B;
family(M) = { M };
// END BYTECODES //
