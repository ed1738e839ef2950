// BEGIN BYTECODES //
label(pop_2_error) {
    DISPATCH();
}

label(pop_1_error) {
    DISPATCH();
}

label(error) {
    DISPATCH();
}

inst(POP_THREE, (a, b, c --)) {
    int status = CHECK(a, b, c);
    INPUTS_DEAD();
    ERROR_IF(status);
}
// END BYTECODES //
