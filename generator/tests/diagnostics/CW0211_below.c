// BEGIN BYTECODES //
inst(POP_TWO, (lower, upper --)) {
    DEAD(lower);
    call_something();
    DEAD(upper);
}
// END BYTECODES //
