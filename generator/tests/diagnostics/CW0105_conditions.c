// BEGIN BYTECODES //
inst(A, (value --)) {
    if (PyObject_IsTrue(value)) {
        step = 1;
    }
    for (int i = 0; i < PyObject_Size(value); i++) {
        step = 2;
    }
    while (table[0](value)) {
        step = 3;
    }
    ERROR_IF(fetch(value) || store(value) < 0);
    PyStackRef_CLOSE(value);
}
// END BYTECODES //
