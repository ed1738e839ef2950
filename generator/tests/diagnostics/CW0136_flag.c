// BEGIN BYTECODES //
inst(JUMP_FORWARD, (--)) {
    JUMPBY(oparg);
}
pseudo(JUMP, (--), (HAS_ARGS, EVAL_BREAK)) = { JUMP_FORWARD };
// END BYTECODES //
