// dialect: 3.13
// BEGIN BYTECODES //
op(_FIRST, (-- values[oparg])) {
    fill(values);
}
op(_SECOND, (value --)) {
    Py_DECREF(value);
}
macro(BOTH) = _FIRST + _SECOND;
// END BYTECODES //
