// BEGIN BYTECODES //
inst(A, (value --)) {
    ERROR_IF(PyStackRef_IsNull(value), error);
    PyStackRef_CLOSE(value);
}
label(error) {
}
// END BYTECODES //
