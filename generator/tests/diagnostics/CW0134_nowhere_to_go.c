// BEGIN BYTECODES //
inst(A, (value --)) {
    DEOPT_IF(PyStackRef_IsNull(value));
    PyStackRef_CLOSE(value);
}
op(_B, (value -- value)) {
    EXIT_IF(PyStackRef_IsNull(value));
}
macro(B) = _B;
inst(B_INT, (value -- value)) {
    EXIT_IF(PyStackRef_IsNone(value));
}
family(B) = { B_INT };
label(error) {
    DEOPT_IF(true);
}
// END BYTECODES //
