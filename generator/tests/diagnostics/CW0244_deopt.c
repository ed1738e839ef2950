// BEGIN BYTECODES //
inst(SPECIAL, (value --)) {
    int status = CHECK(value);
    DEAD(value);
    ERROR_IF(status < 0);
    DEOPT_IF(status);
}

inst(GENERAL, (value --)) {
    PyStackRef_CLOSE(value);
}

family(GENERAL, 0) = { SPECIAL };

label(pop_2_error) {
    DISPATCH();
}

label(pop_1_error) {
    DISPATCH();
}

label(error) {
    DISPATCH();
}
// END BYTECODES //
