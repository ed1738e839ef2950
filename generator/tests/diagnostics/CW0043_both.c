// BEGIN BYTECODES //
inst(A, (values: PyObject *[oparg] --)) {
}
// END BYTECODES //
