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
    #if FAST
    goto error;
    #endif
    USE(1);
}
// END BYTECODES //
