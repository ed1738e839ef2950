// bindings: none
// BEGIN BYTECODES //
tier1 inst(NEGATE, (value -- res)) {
    PyObject *negated = PyNumber_Negative(PyStackRef_AsPyObjectBorrow(value), 1);
    PyStackRef_CLOSE(value);
    ERROR_IF(negated == NULL);
    res = PyStackRef_FromPyObjectSteal(negated);
}
// END BYTECODES //
