// BEGIN BYTECODES //
inst(POP_FLOAT, (value --)) {
    PyStackRef_CLOSE_SPECIALIZED(value, (destructor)PyMem_Free);
}
// END BYTECODES //
