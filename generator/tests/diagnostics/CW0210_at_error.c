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

inst(CHECK, (value --)) {
    ERROR_IF(IS_NULL(value));
    DEAD(value);
}
// END BYTECODES //
