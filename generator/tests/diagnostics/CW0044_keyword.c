// BEGIN BYTECODES //
inst(A, (a: int, b: PyObject ** --)) {
}
// END BYTECODES //
