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

inst(CHECK, (--)) {
    ERROR_IF(1 == oparg);
}
// END BYTECODES //
