// BEGIN BYTECODES //
inst(A, (--)) {
    goto eror;
}
inst(B, (--)) {
    JUMP_TO_LABEL(elsewhere);
}
label(error) {
    goto error;
}
// END BYTECODES //
