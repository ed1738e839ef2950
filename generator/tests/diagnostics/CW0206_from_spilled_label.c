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

spilled label(unwind) {
    goto error;
}
// END BYTECODES //
