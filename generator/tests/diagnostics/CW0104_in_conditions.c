// BEGIN BYTECODES //
inst(A, (-- value)) {
    if (fetch(&value) < 0) {
        ERROR_NO_POP();
    }
    while (next(&value)) {
        step();
    }
    if ((value = PyStackRef_None)) {
        step();
    }
}
// END BYTECODES //
