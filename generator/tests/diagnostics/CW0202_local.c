// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    PyObject *object = TAKE(value);
    DEAD(object);
}
// END BYTECODES //
