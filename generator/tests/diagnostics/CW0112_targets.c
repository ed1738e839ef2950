// BEGIN BYTECODES //
inst(JUMP_FORWARD, (--)) {
    JUMPBY(oparg);
}
pseudo(JUMP, (--), (HAS_ARG)) = {
    JUMP_FORWARD,
    JUMP_BACKWARD,
};
// END BYTECODES //
