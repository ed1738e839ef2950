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
    USE(1);
    #if FAST
    goto error;
    #else
    USE(2);
    #endif
}
// END BYTECODES //
