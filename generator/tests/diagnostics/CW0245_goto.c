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

inst(LEAVE, (--)) {
    goto error;
    USE(1);
    USE(2);
}
// END BYTECODES //
