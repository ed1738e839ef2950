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
    SAVE_STACK();
    goto error;
}
// END BYTECODES //
