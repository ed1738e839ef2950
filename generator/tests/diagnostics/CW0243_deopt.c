// BEGIN BYTECODES //
inst(SPECIAL, (value --)) {
    PyStackRef_CLOSE(value);
    DEOPT_IF(oparg > 1);
}

inst(GENERAL, (value --)) {
    PyStackRef_CLOSE(value);
}

family(GENERAL, 0) = { SPECIAL };
// END BYTECODES //
